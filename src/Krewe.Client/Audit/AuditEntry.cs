using System.Text.Json;

namespace Krewe.Client;

/// <summary>One change that somebody asked for.</summary>
public sealed record AuditEntry
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked: name of a token, of a user, or of a part of the engine.</summary>
    public required string Actor { get; init; }

    /// <summary>By which door: <c>network</c>, <c>process</c> or <c>engine</c>.</summary>
    public required string Via { get; init; }

    /// <summary>What was asked, such as <c>create</c> or <c>stop</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Kind of the object, as addresses of the API name it: <c>workflows</c>, <c>cron-workflows</c>, <c>tokens</c> and so on.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace of the object; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the object; null when it never had one.</summary>
    public string? Name { get; init; }

    /// <summary>Uid of the object, if it has one.</summary>
    public string? Uid { get; init; }

    /// <summary><c>Done</c>, <c>Refused</c>, <c>Failed</c>, or <c>Pending</c> while it is not known; an old one that is pending is of a change whose end the engine did not live to see.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it was refused or failed.</summary>
    public string? Message { get; init; }

    /// <summary>What was asked in particular; in answers for one change only.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>The object, or what matters of it, before; in answers for one change only.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The same after.</summary>
    public JsonElement? After { get; init; }
}
