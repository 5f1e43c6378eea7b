using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Analysis;

namespace Krewe.Hosting;

/// <summary>Turns the steps of several runs into rows. Pure.</summary>
internal static class MatrixSteps
{
    /// <summary>One row for each step.</summary>
    /// <param name="runs">Number and steps of each run, the newest first.</param>
    public static IReadOnlyList<MatrixStep> Of(IReadOnlyList<(long Number, IReadOnlyList<StepSummary> Steps)> runs)
    {
        // In the order of the newest run that has the step; steps that it lacks come where the run before had them last.
        var order = new List<string>();
        var rows = new Dictionary<string, List<(long Number, StepSummary Step)>>(StringComparer.Ordinal);
        foreach (var (number, steps) in runs)
        {
            foreach (var step in steps)
            {
                if (!rows.TryGetValue(step.Path, out var row))
                {
                    rows[step.Path] = row = [];
                    order.Add(step.Path);
                }

                row.Add((number, step));
            }
        }

        return [.. order.Select(path => Row(path, rows[path]))];
    }

    private static MatrixStep Row(string path, List<(long Number, StepSummary Step)> row)
    {
        var durations = row.Where(cell => cell.Step.Phase == NodePhase.Succeeded).Select(cell => cell.Step.Milliseconds).OfType<long>().ToList();
        return new MatrixStep
        {
            Step = path,
            Type = row[0].Step.Type,
            Template = row[0].Step.Template,
            MedianMilliseconds = Durations.Median(durations),
            P95Milliseconds = Durations.Percentile(durations, 0.95),
            Failures = row.Count(cell => PhaseTally.IsBad(cell.Step.Phase)),
            PassedOnRetry = row.Count(cell => cell.Step is { Phase: NodePhase.Succeeded, Retries: > 0 }),
            Cells = [.. row.Select(cell => new MatrixCell
            {
                Number = cell.Number,
                Phase = cell.Step.Phase,
                Milliseconds = cell.Step.Milliseconds,
                Count = cell.Step.Count,
                Failed = cell.Step.Failed,
                Retries = cell.Step.Retries,
                Message = cell.Step.Message,
            })],
        };
    }
}
