using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>A change on its way: what is known of it when it is asked for, and what becomes known of it.</summary>
internal sealed class AuditedChange(string action, string kind)
{
    /// <summary>Longer objects are told of by their length only.</summary>
    private const int LongestObject = 64 * 1024;

    private const int LongestName = 300;

    public string Action { get; } = action;

    public string Kind { get; } = kind;

    // What is asked for may lack what it must have, or be longer than anything has a right to be: it is told all the same.
    public string Namespace { get; set => field = Shortened(value) ?? ""; } = "";

    public string Name { get; set => field = Shortened(value) ?? ""; } = "";

    public string? Uid { get; set => field = Shortened(value); }

    public JsonNode? Request { get; set; }

    public JsonNode? Before { get; set; }

    public JsonNode? After { get; set; }

    /// <summary>The record of a change that was just asked for.</summary>
    public AuditRecord Begin(Actor actor, (string Id, DateTimeOffset At) place) => Fill(new AuditRecord
    {
        Id = place.Id,
        At = place.At,
        Actor = actor.Name,
        Via = actor.Via,
        Action = Action,
        Kind = Kind,
    });

    /// <summary>The record with all that is known by now.</summary>
    public AuditRecord Fill(AuditRecord record) => record with
    {
        Namespace = Namespace,
        Name = Name,
        Uid = Uid,
        Detail = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["request"] = Kept(Request), ["before"] = Kept(Before), ["after"] = Kept(After) }),
    };

    private static JsonNode? Kept(JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        try
        {
            var masked = AuditSecrets.Mask(node);
            var length = masked.ToJsonString().Length;
            return length <= LongestObject ? masked : new JsonObject { ["leftOut"] = $"{length} characters" };
        }
        catch (ArgumentException)
        {
            // Of what is kept for others, whatever is in it, keys may come twice.
            return new JsonObject { ["leftOut"] = "keys of it come twice" };
        }
    }

    private static string? Shortened(string? text) => text is { Length: > LongestName } ? text[..LongestName] + "…" : text;
}
