using Krewe.Engine;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Grains;

/// <summary>Says what a commit of a run adds to the usage that is counted.</summary>
/// <remarks>
/// A run counts once: in the phase and on the day of its last end, and where it lay then. When it is retried and ends again it
/// moves there, and what it did since is added there; what it did before stays where it was counted. What is counted is kept in the
/// run's own document, which the commit that counts it writes: so a commit that is repeated, refused or lost counts as the
/// document does.
/// </remarks>
public static class RunUsages
{
    /// <summary>Counts what a run that has ended has used since it was counted last.</summary>
    /// <param name="state">The run, which notes that it is counted.</param>
    /// <param name="labels">Keys of the labels that usage is told apart by.</param>
    public static IReadOnlyList<UsageEntry> Count(RunState state, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(state);
        var usage = RunUsage.Of(state);
        var before = state.Counted;
        var lives = before is null || before.Usage.Retries != usage.Retries;
        var place = lives ? PlaceOf(state, labels) : before!.Place;
        state.Count(new CountedUsage(place, usage));
        if (before is null)
        {
            return [Entry(place, FiguresOf(usage))];
        }

        var (was, now) = (FiguresOf(before.Usage), FiguresOf(usage));
        UsageEntry[] entries = lives
            ? [Entry(before.Place, Less(UsageFigures.None, RunsOf(was))), Entry(place, Less(now, was).Plus(RunsOf(was)))]
            : [Entry(place, Less(now, was))];
        return [.. entries.Where(entry => !entry.Figures.IsNone)];
    }

    /// <summary>For a run that ended before usage was kept in its document: it is counted as far as it ever will be.</summary>
    /// <param name="state">The run, which notes that it is counted.</param>
    public static void Adopt(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state is { IsCompleted: true, Counted: null })
        {
            state.Count(new CountedUsage(PlaceOf(state, []), RunUsage.Of(state)));
        }
    }

    private static UsagePlace PlaceOf(RunState state, IReadOnlyList<string> labels)
    {
        var metadata = state.Workflow.Metadata;
        var pipeline = RunPipelines.Of(state.Workflow) is [var first, ..] ? first : null;
        return new UsagePlace(
            UsageTime.DayOf(state.FinishedAt ?? state.StartedAt ?? metadata.CreationTimestamp!.Value),
            state.Namespace,
            Folders.Of(metadata),
            pipeline?.Kind ?? "",
            pipeline?.Name ?? "",
            metadata.Labels?.GetValueOrDefault(RunLabels.Creator) ?? "",
            UsageLabels.Write(labels, metadata.Labels));
    }

    private static UsageEntry Entry(UsagePlace place, UsageFigures figures) =>
        new(place.Day, new UsageKey(place.Namespace, place.Folder, place.TemplateKind, place.Template, place.Creator, place.Labels), figures);

    private static UsageFigures FiguresOf(RunUsage usage) => new()
    {
        RunsSucceeded = usage.Phase == WorkflowPhase.Succeeded ? 1 : 0,
        RunsFailed = usage.Phase == WorkflowPhase.Failed ? 1 : 0,
        RunsError = usage.Phase == WorkflowPhase.Error ? 1 : 0,
        RunsRetried = usage.Phase.Length == 0 ? 0 : usage.Retries,
        StepsSucceeded = usage.Steps.GetValueOrDefault(NodePhase.Succeeded),
        StepsFailed = usage.Steps.GetValueOrDefault(NodePhase.Failed),
        StepsError = usage.Steps.GetValueOrDefault(NodePhase.Error),
        StepsSkipped = usage.Steps.GetValueOrDefault(NodePhase.Skipped),
        StepsOmitted = usage.Steps.GetValueOrDefault(NodePhase.Omitted),
        StepsRetried = usage.RetriedSteps,
        RunMilliseconds = usage.RunMilliseconds,
        QueueMilliseconds = usage.QueueMilliseconds,
        StepMilliseconds = usage.StepMilliseconds,
        Resources = usage.Resources,
    };

    private static UsageFigures RunsOf(UsageFigures figures) =>
        new() { RunsSucceeded = figures.RunsSucceeded, RunsFailed = figures.RunsFailed, RunsError = figures.RunsError };

    private static UsageFigures Less(UsageFigures figures, UsageFigures other) => figures.Plus(
        UsageFigures.FromArray(Array.ConvertAll(other.ToArray(), figure => -figure)) with { Resources = other.Resources.ToDictionary(item => item.Key, item => -item.Value) });
}
