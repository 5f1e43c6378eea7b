using Krewe.Client;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Answers questions for usage.</summary>
internal sealed class UsageReports(IUsageStore store, UsageSettings settings, TimeProvider time)
{
    private const int UsualGroups = 1_000;
    private const int MostDays = 3_660;
    private const int FirstYear = 1970;
    private const int LastYear = 9998;

    public async Task<UsageReport> GetAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (from, to) = DaysOf(query, now);
        Require(query.Limit >= 0 && query.Limit <= UsageQuery.MostGroups, $"limit must be from 1 to {UsageQuery.MostGroups}");
        var groups = UsageGroups.Read(query.By);
        var filter = new UsageFilter(query, now);
        var unknown = groups.Labels.Concat(filter.Labels).Except(settings.Labels, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var sums = await store.SumUsageAsync(
            new UsageSumQuery(from, to)
            {
                Namespace = query.Namespace.Length == 0 ? null : query.Namespace,
                Per = groups.Per,
                By = groups.Parts,
                Filter = unknown.Count == 0 ? filter.Keys : Seeking(unknown, filter.Keys),
            },
            cancellationToken).ConfigureAwait(false);
        Require(unknown.Count == 0, $"usage is not told apart by label \"{unknown.FirstOrDefault()}\"; it will be for runs that end once usageLabels in config.yaml names it");
        Require(sums.IsWhole, "too much usage is told apart by this question; ask for fewer days, for one namespace, or by month in place of day or week");
        var items = Group(sums.Rows, groups);
        return new UsageReport
        {
            From = from,
            To = to,
            Since = await store.GetUsageSinceAsync(cancellationToken).ConfigureAwait(false),
            By = query.By,
            Total = NumbersOf(items.Aggregate(UsageFigures.None, (sum, item) => sum.Plus(item.Figures))),
            Items = query.By.Count == 0 ? [] : [.. items.Take(Limit()).Select(item => new UsageItem { Group = item.Group, Usage = NumbersOf(item.Figures) })],
            IsWhole = query.By.Count == 0 || items.Count <= Limit(),
        };

        int Limit() => query.Limit == 0 ? UsualGroups : query.Limit;
    }

    // A label that no usage has ever had may be one that usage was never told apart by; then an empty answer would mislead.
    private static UsageKeyFilter Seeking(HashSet<string> unknown, UsageKeyFilter? filter) => new(
        UsageParts.All,
        key =>
        {
            unknown.ExceptWith(UsageLabels.Read(key.Labels).Keys);
            return filter?.Matches(key) != false;
        });

    private static (DateOnly From, DateOnly To) DaysOf(UsageQuery query, DateTimeOffset now)
    {
        var to = query.To ?? UsageTime.DayOf(now);
        if (query.To is null && query.From > to)
        {
            to = query.From.Value;
        }

        var from = query.From ?? DateOnly.FromDayNumber(Math.Max(0, to.DayNumber - UsageQuery.UsualDays + 1));
        Require(from <= to, $"from {from:O} lies after to {to:O}");
        Require(to.DayNumber - from.DayNumber < MostDays, $"from {from:O} to {to:O} are more than {MostDays} days");
        Require(from.Year >= FirstYear && to.Year <= LastYear, $"from {from:O} to {to:O}: usage has days of the years {FirstYear} to {LastYear}");
        return (from, to);
    }

    private static List<(IReadOnlyDictionary<string, string> Group, UsageFigures Figures)> Group(IEnumerable<UsageRow> rows, UsageGroups groups)
    {
        var sums = new Dictionary<string, (IReadOnlyDictionary<string, string> Group, UsageFigures Figures)>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var group = groups.Of(row);
            var key = string.Join('\0', group.Values);
            sums[key] = sums.TryGetValue(key, out var sum) ? (sum.Group, sum.Figures.Plus(row.Figures)) : (group, row.Figures);
        }

        return
        [
            .. sums.Where(sum => !sum.Value.Figures.IsNone)
                .OrderBy(sum => groups.Time is { } time ? sum.Value.Group[time] : "", StringComparer.Ordinal)
                .ThenByDescending(sum => sum.Value.Figures.StepMilliseconds)
                .ThenBy(sum => sum.Key, StringComparer.Ordinal)
                .Select(sum => sum.Value),
        ];
    }

    private static UsageNumbers NumbersOf(UsageFigures figures) => new()
    {
        Runs = figures.RunsSucceeded + figures.RunsFailed + figures.RunsError,
        RunsByPhase = new Dictionary<string, long>
        {
            [WorkflowPhase.Succeeded] = figures.RunsSucceeded,
            [WorkflowPhase.Failed] = figures.RunsFailed,
            [WorkflowPhase.Error] = figures.RunsError,
        },
        RunsRetried = figures.RunsRetried,
        Steps = figures.StepsSucceeded + figures.StepsFailed + figures.StepsError + figures.StepsSkipped + figures.StepsOmitted,
        StepsByPhase = new Dictionary<string, long>
        {
            [NodePhase.Succeeded] = figures.StepsSucceeded,
            [NodePhase.Failed] = figures.StepsFailed,
            [NodePhase.Error] = figures.StepsError,
            [NodePhase.Skipped] = figures.StepsSkipped,
            [NodePhase.Omitted] = figures.StepsOmitted,
        },
        StepsRetried = figures.StepsRetried,
        RunSeconds = figures.RunMilliseconds / 1000.0,
        QueueSeconds = figures.QueueMilliseconds / 1000.0,
        StepSeconds = figures.StepMilliseconds / 1000.0,
        ResourcesDuration = figures.Resources,
    };

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, message);
        }
    }
}
