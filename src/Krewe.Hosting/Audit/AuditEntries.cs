using System.Globalization;
using System.Text.Json;
using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Records of the log as the API tells them, and the texts that stand for places in it.</summary>
internal static class AuditEntries
{
    public static AuditEntry Of(AuditRecord record) => new()
    {
        Id = record.Id,
        At = record.At,
        Actor = record.Actor,
        Via = record.Via,
        Action = record.Action,
        Kind = record.Kind,
        Namespace = record.Namespace.Length == 0 ? null : record.Namespace,
        Name = record.Name.Length == 0 ? null : record.Name,
        Uid = record.Uid,
        Outcome = record.Outcome.ToString(),
        Message = record.Message,
    };

    public static AuditEntry WithDetail(AuditRecord record)
    {
        using var detail = JsonDocument.Parse(record.Detail);
        return Of(record) with { Request = Part(detail, "request"), Before = Part(detail, "before"), After = Part(detail, "after") };
    }

    public static AuditFilter FilterOf(AuditQuery query) => new()
    {
        Namespaces = query.Namespace.Length > 0 ? [query.Namespace] : query.Within,
        Actor = query.Actor,
        Action = query.Action,
        Kind = query.Kind,
        Name = query.Name,
        Uid = query.Uid,
        Outcome = query.Outcome is { } outcome ? OutcomeOf(outcome) : null,
        From = query.From,
        Before = query.Before,
    };

    public static string TokenOf(AuditRecord record) => PageTokens.Of(string.Create(CultureInfo.InvariantCulture, $"{Moments.ToStored(record.At)} {record.Id}"));

    public static AuditCursor? PlaceOf(string? token) => PageTokens.PartsOf(token, 2) is [var at, var id] ? new AuditCursor(PageTokens.MomentOf(at), id) : null;

    private static AuditOutcome OutcomeOf(string text) => Enum.TryParse<AuditOutcome>(text, ignoreCase: true, out var outcome) && Enum.IsDefined(outcome)
        ? outcome
        : throw new KreweException(KreweErrorCode.InvalidArgument, $"outcome: \"{text}\" is none of {string.Join(", ", Enum.GetNames<AuditOutcome>())}");

    private static JsonElement? Part(JsonDocument detail, string name) =>
        detail.RootElement.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part.Clone() : null;
}
