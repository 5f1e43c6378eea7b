using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Writes <c>docs/conformance.md</c> from what was measured.</summary>
internal static class ConformanceTable
{
    public static string Text(string data, IReadOnlyList<SetReport> reports)
    {
        var text = new StringBuilder();
        text.Append("""
            # Conformance

            Written by `./conformance.sh --table docs/conformance.md`; do not edit by hand. The cases are Argo Workflows' own tests and
            examples (v4.1.2) and the manifests of the Hera SDK. *Not applicable* is only what needs a real Kubernetes object or looks at
            Argo's inner state.

            | set | passed | failed | not applicable |
            | --- | ---: | ---: | ---: |

            """);
        foreach (var report in reports)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {report.Set} | {report.Count(Outcome.Passed)} | {report.Count(Outcome.Failed)} | {report.Count(Outcome.NotApplicable)} |\n");
        }

        text.Append("\n## Failures and their causes\n\n");
        foreach (var report in reports.Where(report => report.Count(Outcome.Failed) > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {report.Set}\n\n");
            foreach (var (name, result) in report.With(Outcome.Failed))
            {
                text.Append(CultureInfo.InvariantCulture, $"- `{name}`: {Cell(result.Reason)}\n");
            }

            text.Append('\n');
        }

        text.Append("## Not applicable, by reason\n\n");
        foreach (var group in reports.SelectMany(report => report.With(Outcome.NotApplicable).Select(entry => (report.Set, Name: entry.Key, entry.Value.Reason)))
            .GroupBy(entry => entry.Reason ?? "").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Cell(group.Key)}: {string.Join(", ", group.Select(entry => $"`{entry.Set}/{entry.Name}`"))}\n");
        }

        if (reports.FirstOrDefault(report => report.Set == "examples") is { } examples && CaseSet.Open(data, "examples") is { } set)
        {
            Examples(text, set, examples);
        }

        return text.ToString().TrimEnd();
    }

    private static void Examples(StringBuilder text, CaseSet set, SetReport report)
    {
        text.Append("\n## Argo's examples\n\n| example | ran | phase | expected | why not |\n| --- | --- | --- | --- | --- |\n");
        foreach (var one in set.Cases.Where(one => report.Results.ContainsKey(one.Name)))
        {
            var result = report.Results[one.Name];
            var expected = JsonValues.Text(one.Data()["expectPhase"]) ?? "—";
            text.Append(CultureInfo.InvariantCulture, $"| {one.Name} | {(result.Detail is null ? "no" : "yes")} | {result.Detail ?? "—"} | {expected} | {Cell(result.Reason ?? NotRun(one.Data(), result))} |\n");
        }
    }

    private static string NotRun(JsonObject data, CaseResult result) =>
        result.Detail is not null ? "" : string.Join("; ", (data["local"]?["blockers"] as JsonArray ?? []).Select(blocker => JsonValues.Text(blocker)));

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
