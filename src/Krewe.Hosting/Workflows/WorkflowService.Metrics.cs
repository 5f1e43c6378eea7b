using System.Globalization;
using System.Text;
using Krewe.Engine;
using Krewe.Grains;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Metrics.</content>
internal sealed partial class WorkflowService
{
    public async Task<string> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        var text = new StringBuilder();
        const string Gauge = CustomMetrics.Prefix + "gauge";
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Gauge} number of workflows in each phase\n# TYPE {Gauge} gauge\n");
        foreach (var (phase, count) in (await _queries.CountByPhaseAsync(RunFilter.All, cancellationToken).ConfigureAwait(false)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Gauge}{{phase=\"{(phase.Length == 0 ? "Pending" : phase)}\"}} {count}\n");
        }

        var locks = await Locks.List(null).WaitAsync(cancellationToken).ConfigureAwait(false);
        AddLocks(text, "locks_held", "locks that are held", locks, item => item.Holders.Count);
        AddLocks(text, "locks_pending", "holders that wait for a lock", locks, item => item.Waiters.Count);
        return text.Append(_metrics.Write()).ToString();
    }

    private static void AddLocks(StringBuilder text, string name, string help, IReadOnlyList<LockState> locks, Func<LockState, int> count)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {CustomMetrics.Prefix}{name} {help}\n# TYPE {CustomMetrics.Prefix}{name} gauge\n");
        foreach (var item in locks.Where(item => count(item) > 0 && !item.Name.StartsWith(AcquireLocks.AllRuns, StringComparison.Ordinal)))
        {
            var type = item.Name.Contains("/Mutex/", StringComparison.Ordinal) ? "mutex" : "semaphore";
            text.Append(CultureInfo.InvariantCulture, $"{CustomMetrics.Prefix}{name}{{lock_name=\"{item.Name}\",namespace=\"{item.Name.Split('/')[0]}\",type=\"{type}\"}} {count(item)}\n");
        }
    }
}
