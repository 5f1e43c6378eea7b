namespace Krewe.Storage;

public sealed partial class InMemoryStore
{
    private readonly Dictionary<(DateOnly Day, UsageKey Key), UsageFigures> _usage = [];
    private readonly DateTimeOffset _usageSince = Moments.Trim((time ?? TimeProvider.System).GetUtcNow());

    /// <inheritdoc/>
    public Task<UsageSums> SumUsageAsync(UsageSumQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            var rows = _usage
                .Where(item => item.Key.Day >= query.First && item.Key.Day <= query.Last && (query.Namespace is null || item.Key.Key.Namespace == query.Namespace))
                .GroupBy(item => (Start: UsageTime.StartOf(item.Key.Day, query), Key: query.ByTemplate ? item.Key.Key : item.Key.Key.Place), item => item.Value)
                .Select(group => new UsageRow(group.Key.Start, group.Key.Key, group.Aggregate(UsageFigures.None, (sum, figures) => sum.Plus(figures))))
                .ToArray();
            return Task.FromResult(rows.Length <= query.Limit ? new UsageSums(rows) : new UsageSums([], IsWhole: false));
        }
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset> GetUsageSinceAsync(CancellationToken cancellationToken = default) => Task.FromResult(_usageSince);

    private void CountUsage(RunCommit commit)
    {
        foreach (var entry in commit.Usage)
        {
            var place = (entry.Day, entry.Key);
            _usage[place] = _usage.TryGetValue(place, out var sum) ? sum.Plus(entry.Figures) : entry.Figures;
        }
    }
}
