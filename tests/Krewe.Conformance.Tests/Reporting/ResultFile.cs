using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Writes <c>{set: {case: {outcome, reason}}}</c>.</summary>
public static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(IEnumerable<SetReport> reports)
    {
        var root = new JsonObject();
        foreach (var report in reports)
        {
            var set = new JsonObject();
            foreach (var (name, result) in report.Results.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                set[name] = new JsonObject { ["outcome"] = Name(result.Outcome), ["reason"] = result.Reason ?? "" };
            }

            root[report.Set] = set;
        }

        return root.ToJsonString(Options);
    }

    /// <summary>The outcome as results.json writes it.</summary>
    public static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed",
        Outcome.Failed => "failed",
        _ => "not applicable",
    };
}
