using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Ended runs beyond the number that the retention policy keeps of their phase.</summary>
internal sealed class SurplusRuns(IRunQueries queries, ControllerConfig config)
{
    /// <summary>UIDs of up to <paramref name="limit"/> of them for each phase.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var surplus = new List<string>();
        var policy = config.RetentionPolicy;
        foreach (var (phase, kept) in ((string, int?)[])[(WorkflowPhase.Succeeded, policy?.Completed), (WorkflowPhase.Failed, policy?.Failed), (WorkflowPhase.Error, policy?.Errored)])
        {
            if (kept is { } count)
            {
                surplus.AddRange(await ListAsync(phase, count, limit, cancellationToken).ConfigureAwait(false));
            }
        }

        return surplus;
    }

    private async Task<IEnumerable<string>> ListAsync(string phase, int kept, int limit, CancellationToken cancellationToken)
    {
        var filter = new RunFilter { Phases = [phase] };
        RunCursor? after = null;
        while (kept > 0)
        {
            var newest = await queries.ListAsync(filter, after, Math.Min(kept, limit), cancellationToken).ConfigureAwait(false);
            if (newest.Next is not { } next)
            {
                return [];
            }

            kept -= newest.Rows.Count;
            after = next;
        }

        return (await queries.ListAsync(filter, after, limit, cancellationToken).ConfigureAwait(false)).Rows.Select(row => row.Uid);
    }
}
