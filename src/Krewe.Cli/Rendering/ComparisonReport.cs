using Krewe.Client;

namespace Krewe.Cli.Rendering;

/// <summary>What differs between two runs, as tables.</summary>
internal static class ComparisonReport
{
    private const int LongestCell = 60;

    public static IEnumerable<StyledLine> Lines(RunComparison comparison)
    {
        (string Title, IReadOnlyList<ValueDifference> Values)[] parts =
        [
            ("PARAMETER", comparison.Parameters), ("IMAGE OF", comparison.Images), ("DEFINITION", comparison.Definition), ("OUTPUT", comparison.Outputs),
        ];
        var tables = parts.Where(part => part.Values.Count > 0)
            .Select(part => Table(comparison, part.Title, part.Values.Select(value => (value.Name, Text(value.Left), Text(value.Right)))))
            .ToList();
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

    private static StyledLine Text(ComparedStep? step) => step is null
        ? "-"
        : new StyledLine(
            new Span(step.Phase, PhaseMark.Color(step.Phase)),
            (step.Milliseconds is { } time ? " " + Humanize.ShortDuration(TimeSpan.FromMilliseconds(time)) : "") + (step.Count > 1 ? $" ×{step.Count}" : "") + (step.Retries > 0 ? $" +{step.Retries}" : ""));
}
