using System.Text.Json;
using Krewe.Cli.Rendering;

namespace Krewe.Cli.Diagnosis;

/// <summary>All that was found, for people and for programs.</summary>
internal sealed record DiagnosisReport(IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether nothing has failed; warnings do not count.</summary>
    public bool Ok => Findings.All(finding => finding.Status != FindingStatus.Failed);

    public string ToJson() => JsonSerializer.Serialize(this, DiagnosisJson.Default.DiagnosisReport);

    public IEnumerable<StyledLine> ToLines(bool utf8)
    {
        var table = new TextTable(gap: 2);
        foreach (var finding in Findings)
        {
            table.Add(new StyledLine(Mark(finding.Status, utf8)), finding.Name, finding.Message);
            if (finding.Advice is { } advice)
            {
                table.Add("", "", new StyledLine(new Span($"{(utf8 ? "→" : "->")} {advice}", TextStyle.Bold)));
            }
        }

        return [.. table.Lines(), StyledLine.Empty, Summary()];
    }

    private StyledLine Summary()
    {
        var (problems, warnings) = (Count(FindingStatus.Failed), Count(FindingStatus.Warning));
        return problems + warnings == 0
            ? new StyledLine(new Span("Nothing is wrong.", TextStyle.Green))
            : new StyledLine(new Span($"{Amount(problems, "problem")}, {Amount(warnings, "warning")}.", problems > 0 ? TextStyle.Red : TextStyle.Yellow));
    }

    private int Count(FindingStatus status) => Findings.Count(finding => finding.Status == status);

    private static string Amount(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static Span Mark(FindingStatus status, bool utf8) => status switch
    {
        FindingStatus.Good => new Span(utf8 ? "✔" : "ok", TextStyle.Green),
        FindingStatus.Warning => new Span(utf8 ? "⚠" : "warning", TextStyle.Yellow),
        FindingStatus.Failed => new Span(utf8 ? "✖" : "failed", TextStyle.Red),
        _ => new Span(utf8 ? "○" : "skipped", TextStyle.Dim),
    };
}
