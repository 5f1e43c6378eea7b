using Krewe.Model;

namespace Krewe.Engine;

/// <summary>What is to be executed, as what node.</summary>
internal sealed record InvocationPlan
{
    public required string NodeName { get; init; }

    /// <summary>Id of the node; null: not worked out yet.</summary>
    public string? NodeId { get; init; }

    public required string CallName { get; init; }

    public string? Template { get; init; }

    public TemplateRef? TemplateRef { get; init; }

    public Template? Inline { get; init; }

    /// <summary>The same before any substitution.</summary>
    public Template? InlineAsWritten { get; init; }

    public required TemplateSource Source { get; init; }

    public Arguments? Arguments { get; init; }

    /// <summary>The enclosing steps or DAG.</summary>
    public Boundary? Boundary { get; init; }

    public IReadOnlyList<string> Parents { get; init; } = [];

    public required int Depth { get; init; }

    /// <summary>Part of an exit handler: runs on when the run is stopped.</summary>
    public bool OnExit { get; init; }

    public bool Hooked { get; init; }

    /// <summary>The outermost node of a part: what goes before and after its body is done by the run that holds the part.</summary>
    public bool IsPartRoot { get; init; }

    /// <summary>Whether the call's result is read by others.</summary>
    public bool CaptureResult { get; init; }

    /// <summary>For an attempt: what its retry node has worked out already.</summary>
    public AttemptPlan? Attempt { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Why it cannot be executed, found before: the node is made to carry it.</summary>
    public string? Problem { get; init; }
}

/// <summary>One attempt of a retried template.</summary>
internal sealed record AttemptPlan(Template Template, TemplateSource Inner, Inputs? Inputs, IReadOnlyDictionary<string, string> Variables, DateTimeOffset? Deadline, IReadOnlyList<string> AvoidHosts);
