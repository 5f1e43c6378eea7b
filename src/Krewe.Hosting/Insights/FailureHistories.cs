using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Looks back through the runs of a pipeline for how steps fared before.</summary>
internal sealed class FailureHistories(IPipelineStore pipelines)
{
    /// <summary>How many earlier runs are looked at before it is left open how long a step has failed.</summary>
    private const int MostRuns = 500;

    private const int PageSize = 50;

    /// <summary>The history of each step.</summary>
    /// <param name="run">The run in which they failed, as a member of the pipeline.</param>
    /// <param name="messages">The steps, and what they said.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public async Task<IReadOnlyDictionary<string, FailureHistory>> OfAsync(PipelineRun run, IReadOnlyDictionary<string, string?> messages, CancellationToken cancellationToken)
    {
        var streaks = messages.ToDictionary(step => step.Key, step => new Streak(run, step.Value), StringComparer.Ordinal);
        var (before, searched, isWhole) = (run.Number, 0, false);
        while (searched < MostRuns && !isWhole && streaks.Values.Any(streak => streak.LastGood is null))
        {
            var page = await pipelines.ListPipelineRunsAsync(new PipelineRunQuery(run.Pipeline) { Before = before, WithSteps = true }, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var earlier in page.Where(earlier => WorkflowPhase.IsCompleted(earlier.Phase) && earlier.Steps is not null))
            {
                var steps = StepSummaries.Decode(earlier.Steps!.Value.Span);
                foreach (var (path, streak) in streaks)
                {
                    streak.Look(earlier, steps.FirstOrDefault(step => step.Path == path));
                }
            }

            searched += page.Count;
            isWhole = page.Count < PageSize;
            before = page.Count > 0 ? page[^1].Number : before;
        }

        return streaks.ToDictionary(entry => entry.Key, entry => entry.Value.Tell(searched, isWhole), StringComparer.Ordinal);
    }

    private sealed class Streak
    {
        private readonly PipelineRun _run;
        private readonly string? _message;
        private PipelineRun _first;
        private int _failures = 1;
        private int _same = 1;

        public Streak(PipelineRun run, string? message) => (_run, _first, _message) = (run, run, message);

        public PipelineRun? LastGood { get; private set; }

        public void Look(PipelineRun earlier, StepSummary? step)
        {
            if (LastGood is not null || step is null)
            {
                return;
            }

            if (step.Phase == NodePhase.Succeeded)
            {
                LastGood = earlier;
            }
            else if (PhaseTally.IsBad(step.Phase))
            {
                _first = earlier;
                _failures++;
                _same += step.Message == _message ? 1 : 0;
            }
        }

        public FailureHistory Tell(int searched, bool isWhole) => new()
        {
            Pipeline = PipelineItems.MembershipOf(_run),
            FirstSeen = PipelineItems.MarkOf(_first),
            Failures = _failures,
            SameMessage = _same,
            LastGood = LastGood is null ? null : PipelineItems.MarkOf(LastGood),
            Searched = searched,
            IsWhole = isWhole,
        };
    }
}
