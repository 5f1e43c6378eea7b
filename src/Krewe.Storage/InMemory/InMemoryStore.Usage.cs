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
                .Where(item => Counts(item.Key.Key) && item.Key.Day >= query.First && item.Key.Day <= query.Last)
                .GroupBy(item => (Start: UsageTime.StartOf(item.Key.Day, query), Key: item.Key.Key.Only(query.By)), item => item.Value)
                .Select(group => new UsageRow(group.Key.Start, group.Key.Key, group.Aggregate(UsageFigures.None, (sum, figures) => sum.Plus(figures))))
                .ToArray();
            return Task.FromResult(rows.Length <= query.Limit ? new UsageSums(rows) : new UsageSums([], IsWhole: false));
        }

        bool Counts(UsageKey key) => (query.Namespace is null || key.Namespace == query.Namespace) && query.Filter?.Matches(query.IsOfPlaces ? key.Only(UsageParts.Place) : key) != false;
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
