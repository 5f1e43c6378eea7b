using System.Globalization;
using Krewe.Client;

namespace Krewe.Cli.Rendering;

/// <summary>What differs between two runs, as tables.</summary>
internal static class ComparisonReport
{
    private const int LongestCell = 60;
    private const int ShownDigest = 12;

    public static IEnumerable<StyledLine> Lines(RunComparison comparison)
    {
        (string Title, IReadOnlyList<ValueDifference> Values)[] parts =
        [
            ("PARAMETER", comparison.Parameters), ("IMAGE OF", comparison.Images), ("DEFINITION", comparison.Definition), ("OUTPUT", comparison.Outputs),
        ];
        var tables = parts.Where(part => part.Values.Count > 0)
            .Select(part => Table(comparison, part.Title, part.Values.Select(value => (value.Name, Text(value.Left), Text(value.Right)))))
            .ToList();
        if (comparison.Artifacts.Count > 0)
        {
            tables.Add(Table(comparison, "ARTIFACT", comparison.Artifacts.Select(artifact => ($"{artifact.Node}/{artifact.Name}", Text(artifact.Left), Text(artifact.Right)))));
        }

        if (comparison.Logs.Count > 0)
        {
            tables.Add(Table(comparison, "LOG OF", comparison.Logs.Select(Row)));
        }

        if (comparison.Steps.Count > 0)
        {
            tables.Insert(0, Table(comparison, "STEP", comparison.Steps.Select(step => (step.Step, Text(step.Left), Text(step.Right)))));
        }

        if (tables.Count == 0)
        {
            yield return $"{comparison.Left.Name} and {comparison.Right.Name} do not differ";
        }

        for (var i = 0; i < tables.Count; i++)
        {
            if (i > 0)
            {
                yield return StyledLine.Empty;
            }

            foreach (var line in tables[i])
            {
                yield return line;
            }
        }

        if (comparison.IsCut)
        {
            yield return "and more of the definition";
        }

        if (comparison.ArtifactsAreCut || comparison.LogsAreCut)
        {
            yield return $"and maybe more {(comparison.ArtifactsAreCut ? comparison.LogsAreCut ? "artifacts and logs" : "artifacts" : "logs")}";
        }
    }

    private static IEnumerable<StyledLine> Table(RunComparison comparison, string title, IEnumerable<(string Name, StyledLine Left, StyledLine Right)> rows)
    {
        var table = new TextTable(gap: 3);
        table.Add(title, comparison.Left.Name, comparison.Right.Name);
        foreach (var (name, left, right) in rows)
        {
            table.Add(name, left, right);
        }

        return table.Lines();
    }

    private static StyledLine Text(string? value)
    {
        var line = (value ?? "-").ReplaceLineEndings(" ");
        return line.Length <= LongestCell ? line : line[..LongestCell] + "…";
    }

    private static StyledLine Text(ComparedArtifact? artifact) => artifact switch
    {
        null => "-",
        { IsDeleted: true } => "deleted",
        { Size: { } size, Sha256: { } digest } => $"{size.ToString(CultureInfo.InvariantCulture)} B sha256:{digest[..Math.Min(ShownDigest, digest.Length)]}",
        _ => Text(artifact.Key),
    };

    private static (string Name, StyledLine Left, StyledLine Right) Row(LogDivergence log) => log.Line is { } line
        ? ($"{log.Node}, line {line.ToString(CultureInfo.InvariantCulture)}", log.Left is { } left ? Text(left.Content) : "(ended)", log.Right is { } right ? Text(right.Content) : "(ended)")
        : (log.Node, Text(log.Unknown), "");

    private static StyledLine Text(ComparedStep? step) => step is null
        ? "-"
        : new StyledLine(
            new Span(step.Phase, PhaseMark.Color(step.Phase)),
            (step.Milliseconds is { } time ? " " + Humanize.ShortDuration(TimeSpan.FromMilliseconds(time)) : "") + (step.Count > 1 ? $" ×{step.Count}" : "") + (step.Retries > 0 ? $" +{step.Retries}" : ""));
}
