namespace Krewe.Storage.Tests;

public abstract partial class RunStoreContract
{
    private static readonly UsageKey Ci = new("ns", "team/ci", "WorkflowTemplate", "build", "ann", "");
    private static readonly UsageKey InCi = Ci.Only(UsageParts.Place);
    private static readonly UsageFigures One = new() { RunsSucceeded = 1, StepsSucceeded = 3, StepsRetried = 1, RunMilliseconds = 1000, QueueMilliseconds = 20, StepMilliseconds = 2500, Resources = new Dictionary<string, long> { ["cpu"] = 5, ["memory"] = 7 } };
    private static readonly UsageFigures Bad = new() { RunsFailed = 1, RunsError = 2, RunsRetried = 3, StepsFailed = 4, StepsError = 5, StepsSkipped = 6, StepsOmitted = 7 };

    [Fact]
    public async Task Usage_IsAddedUp_ByTimeAndKey()
    {
        var other = Ci with { Template = "deploy", Creator = "bob" };
        await Store.CommitAsync([Ended("r1", new UsageEntry(Day(1, 1), Ci, One)), Ended("r2", new UsageEntry(Day(1, 1), Ci, One)), Ended("r3", new UsageEntry(Day(1, 31), other, Bad), new UsageEntry(Day(1, 1), Ci, Bad))]);
        await CommitAsync(Ended("r4", new UsageEntry(Day(2, 3), Ci, One)));
        await CommitAsync(Ended("r5", new UsageEntry(Day(2, 3), Ci with { Namespace = "else" }, One)));

        var query = new UsageSumQuery(Day(1, 1), Day(2, 28)) { Namespace = "ns", By = UsageParts.All };
        var two = One.Plus(One).Plus(Bad);
        Assert.Equal([(Day(1, 1), Ci), (Day(1, 1), other)], Keys(await SumAsync(query)));
        Assert.Equal([two.Plus(One), Bad], Figures(await SumAsync(query)), Same);
        Assert.Equal([(Day(1, 1), Ci), (Day(1, 1), other), (Day(2, 1), Ci)], Keys(await SumAsync(query with { Per = UsagePer.Month })));
        Assert.Equal([two, Bad, One], Figures(await SumAsync(query with { Per = UsagePer.Month })), Same);
        Assert.Equal([(Day(1, 1), Ci), (Day(1, 31), other), (Day(2, 3), Ci)], Keys(await SumAsync(query with { Per = UsagePer.Day })));
        // 1 January 2030 is a Tuesday.
        Assert.Equal([(new DateOnly(2029, 12, 31), Ci), (Day(1, 28), Ci), (Day(1, 28), other)], Keys(await SumAsync(query with { Per = UsagePer.Week })));
        Assert.Equal([(Day(1, 1), InCi with { Namespace = "else" }), (Day(1, 1), InCi)], Keys(await SumAsync(query with { By = UsageParts.Place, Namespace = null })));
        Assert.Equal([two.Plus(Bad), One], Figures(await SumAsync(query with { By = UsageParts.Place, Per = UsagePer.Month })), Same);
    }

    [Theory]
    [InlineData(1, 1, 3, 31, 3)]
    [InlineData(1, 2, 3, 31, 2)]
    [InlineData(1, 1, 3, 14, 2)]
    [InlineData(1, 2, 3, 14, 1)]
    [InlineData(1, 2, 1, 31, 0)]
    [InlineData(2, 15, 2, 15, 1)]
    [InlineData(2, 1, 3, 15, 2)]
    [InlineData(4, 1, 4, 30, 0)]
    public async Task Usage_IsOfTheDaysAskedFor(int firstMonth, int first, int lastMonth, int last, int runs)
    {
        await CommitAsync(Ended("r1", new UsageEntry(Day(1, 1), Ci, One), new UsageEntry(Day(2, 15), Ci, One), new UsageEntry(Day(3, 15), Ci, One)));

        foreach (var per in Enum.GetValues<UsagePer>())
        {
            foreach (var by in new[] { UsageParts.All, UsageParts.Place, UsageParts.None })
            {
                var sums = await SumAsync(new UsageSumQuery(Day(firstMonth, first), Day(lastMonth, last)) { Per = per, By = by });
                Assert.Equal(runs, sums.Sum(row => row.Figures.RunsSucceeded));
                Assert.Equal(runs * 5, sums.Sum(row => row.Figures.Resources.GetValueOrDefault("cpu")));
            }
        }
    }

    [Fact]
    public async Task Usage_IsCountedOnce_ForCommitsThatAreStored()
    {
        var ended = Ended("r1", new UsageEntry(Day(1, 1), Ci, One));
        await CommitAsync(ended);
        Assert.Equal(CommitStatus.Fenced, (await CommitAsync(ended)).Status);
        Assert.Equal(CommitStatus.NameTaken, (await CommitAsync(Ended("r2", new UsageEntry(Day(1, 1), Ci, One)) with { Index = Row("r2", "n-r1") })).Status);
        // It goes on and ends again, on another day and well: the run moves, what it did before stays.
        await CommitAsync(Next("r1", 2) with { Snapshot = RunSnapshot.Whole(2, Bytes("live")) });
        await CommitAsync(Next("r1", 3) with { Completed = Bytes("document"), Usage = [new(Day(1, 1), Ci, new UsageFigures { RunsSucceeded = -1 }), new(Day(1, 2), Ci, new UsageFigures { RunsFailed = 1, RunsRetried = 1, Resources = new Dictionary<string, long> { ["cpu"] = 1 } })] });
        Assert.True(await Store.DeleteAsync("r1"));

        var days = await SumAsync(new UsageSumQuery(Day(1, 1), Day(1, 31)) { By = UsageParts.All, Per = UsagePer.Day });
        Assert.Equal([(0, 0, 3, 5), (0, 1, 0, 1)], days.Select(row => ((int)row.Figures.RunsSucceeded, (int)row.Figures.RunsFailed, (int)row.Figures.StepsSucceeded, (int)row.Figures.Resources["cpu"])));
        var month = Assert.Single(await SumAsync(new UsageSumQuery(Day(1, 1), Day(1, 31)) { By = UsageParts.All }));
        Assert.Equal((0, 1, 6), (month.Figures.RunsSucceeded, month.Figures.RunsFailed, month.Figures.Resources["cpu"]));
    }

    [Fact]
    public async Task Usage_IsNotGiven_WhenThereIsTooMuchOfIt()
    {
        await CommitAsync(Ended("r1", [.. Enumerable.Range(1, 5).Select(i => new UsageEntry(Day(1, i), Ci with { Template = "t" + i }, One))]));

        var query = new UsageSumQuery(Day(1, 1), Day(1, 31)) { By = UsageParts.All, Limit = 10 };
        Assert.Equal(5, (await SumAsync(query)).Count);
        Assert.False((await Store.SumUsageAsync(query with { Limit = 4 })).IsWhole);
        Assert.Empty((await Store.SumUsageAsync(query with { Limit = 4 })).Rows);
        Assert.True((await Store.GetUsageSinceAsync()) > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Usage_OfManyRunsAtOnce_IsWhole()
    {
        await Store.CommitAsync([.. Enumerable.Range(0, 500).Select(i => Ended($"r{i}", new UsageEntry(Day(1, 1 + (i % 20)), Ci with { Template = "t" + (i % 7), Creator = i % 2 == 0 ? "" : "it's \"me\"" }, One)))]);

        var sums = await SumAsync(new UsageSumQuery(Day(1, 1), Day(1, 31)) { By = UsageParts.All, Per = UsagePer.Day });
        Assert.Equal(500, sums.Sum(row => row.Figures.RunsSucceeded));
        Assert.Equal(3500, sums.Sum(row => row.Figures.Resources["memory"]));
        Assert.Equal(250, sums.Where(row => row.Key.Creator == "it's \"me\"").Sum(row => row.Figures.RunsSucceeded));
        Assert.Equal(20, (await SumAsync(new UsageSumQuery(Day(1, 1), Day(1, 31)) { Per = UsagePer.Day })).Count);
    }

    [Fact]
    public async Task Usage_IsToldApart_ByThePartsAskedFor_AndOnlyOfTheKeysAskedFor()
    {
        UsageKey[] keys = [.. from space in new[] { "ns", "else" } from folder in new[] { "", "team/ci" } from template in new[] { "build", "deploy" } from creator in new[] { "", "ann" } select new UsageKey(space, folder, "WorkflowTemplate", template, creator, creator.Length == 0 ? "" : "{}")];
        UsageEntry[] entries = [.. keys.SelectMany((key, i) => new[] { new UsageEntry(Day(1, 1 + i), key, One), new UsageEntry(Day(2, 2 + i), key, Bad), new UsageEntry(Day(3, 1 + (i / 2)), key, One) })];
        await CommitAsync(Ended("r1", entries));
        UsageKeyFilter?[] filters = [null, new(UsageParts.Folder, key => key.Folder.Length > 0), new(UsageParts.Creator | UsageParts.Labels, key => key.Creator == "ann" && key.Labels == "{}"), new(UsageParts.Template, _ => false)];

        foreach (var parts in Enumerable.Range(0, (int)UsageParts.All + 1).Select(number => (UsageParts)number))
        {
            foreach (var query in from per in Enum.GetValues<UsagePer>() from filter in filters from space in new[] { null, "ns" } select new UsageSumQuery(Day(1, 9), Day(3, 4)) { By = parts, Per = per, Filter = filter, Namespace = space })
            {
                var expected = entries
                    .Where(entry => entry.Day >= query.First && entry.Day <= query.Last && (query.Namespace ?? entry.Key.Namespace) == entry.Key.Namespace && query.Filter?.Matches(entry.Key) != false)
                    .GroupBy(entry => (UsageTime.StartOf(entry.Day, query), entry.Key.Only(parts)), entry => entry.Figures)
                    .ToDictionary(group => group.Key, group => group.Aggregate(UsageFigures.None, (sum, figures) => sum.Plus(figures)));
                var found = (await SumAsync(query)).ToDictionary(row => (row.Start, row.Key), row => row.Figures);
                Assert.True(expected.Count == found.Count && expected.All(sum => found.TryGetValue(sum.Key, out var figures) && Same(sum.Value, figures)), $"{query}: {string.Join(", ", found.Keys)}");
            }
        }
    }

    private static DateOnly Day(int month, int day) => new(2030, month, day);

    private static RunCommit Ended(string uid, params UsageEntry[] usage) => Create(uid, "n-" + uid) with { Completed = Bytes("document"), Usage = usage };

    private static IEnumerable<(DateOnly, UsageKey)> Keys(IEnumerable<UsageRow> rows) => rows.Select(row => (row.Start, row.Key));

    private static IEnumerable<UsageFigures> Figures(IEnumerable<UsageRow> rows) => rows.Select(row => row.Figures);

    private static bool Same(UsageFigures left, UsageFigures right) =>
        left.ToArray().SequenceEqual(right.ToArray()) && left.Resources.OrderBy(item => item.Key).SequenceEqual(right.Resources.OrderBy(item => item.Key));

    private async Task<IReadOnlyList<UsageRow>> SumAsync(UsageSumQuery query)
    {
        var sums = await Store.SumUsageAsync(query);
        Assert.True(sums.IsWhole);
        return [.. sums.Rows.OrderBy(row => row.Start).ThenBy(row => row.Key.Namespace, StringComparer.Ordinal).ThenBy(row => row.Key.Template, StringComparer.Ordinal)];
    }
}
