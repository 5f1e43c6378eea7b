using Krewe.Client;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>A field selector over what an event is about.</summary>
/// <param name="Kind">Kind; null for any.</param>
/// <param name="Name">Name; null for any.</param>
/// <param name="Uid">Uid; null for any.</param>
internal sealed record InvolvedObjectFilter(string? Kind, string? Name, string? Uid)
{
    public static InvolvedObjectFilter Parse(string? selector)
    {
        var found = new InvolvedObjectFilter(null, null, null);
        foreach (var term in (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            var value = at < 0 ? "" : term[at..].TrimStart('=');
            found = (at < 0 ? term : term[..at]) switch
            {
                "involvedObject.kind" => found with { Kind = value },
                "involvedObject.name" => found with { Name = value },
                "involvedObject.uid" => found with { Uid = value },
                var other => throw new KreweException(KreweErrorCode.InvalidArgument, $"field selector '{other}' is not supported; involvedObject.kind, involvedObject.name and involvedObject.uid are"),
            };
        }

        return found;
    }

    public bool Matches(ObjectMeta run) =>
        (Kind is null or nameof(Workflow)) && (Name is null || Name == run.Name) && (Uid is null || Uid == run.Uid);
}
