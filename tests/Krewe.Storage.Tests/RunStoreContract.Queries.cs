namespace Krewe.Storage.Tests;

public abstract partial class RunStoreContract
{
    [Fact]
    public async Task List_PagesThroughAllRowsNewestFirst_WhenMomentsAreEqual()
    {
        await Store.CommitAsync([.. Enumerable.Range(0, 23).Select(i => Create($"r{i:00}", $"n{i}") with { Index = Row($"r{i:00}", $"n{i}") with { CreatedAt = Start.AddSeconds(i / 5) } })]);

        var seen = new List<string>();
        RunCursor? after = null;
        do
        {
            var page = await Store.ListAsync(RunFilter.All, after, 4);
            seen.AddRange(page.Rows.Select(row => row.Uid));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 23).Select(i => $"r{i:00}").OrderByDescending(uid => uid, StringComparer.Ordinal), seen);
    }

    public static TheoryData<string, RunFilter, string> Filters => new()
    {
        { "namespace", new RunFilter { Namespace = "ns" }, "c b a" },
        { "other namespace", new RunFilter { Namespace = "other" }, "d" },
        { "phase", new RunFilter { Phases = ["Failed"] }, "b" },
        { "phases", new RunFilter { Phases = ["Failed", "Succeeded", "Error"] }, "c b a" },
        { "label", new RunFilter { Labels = [LabelRequirement.Is("team", "red")] }, "c a" },
        { "two labels", new RunFilter { Labels = [LabelRequirement.Is("team", "red"), LabelRequirement.Is("env", "prod")] }, "a" },
        { "label in", new RunFilter { Labels = [new("team", LabelOperator.In, ["red", "blue"])] }, "c b a" },
        { "label not in", new RunFilter { Labels = [new("team", LabelOperator.NotIn, ["red"])] }, "d b" },
        { "label exists", new RunFilter { Labels = [new("env", LabelOperator.Exists, [])] }, "b a" },
        { "label absent", new RunFilter { Labels = [new("env", LabelOperator.NotExists, [])] }, "d c" },
        { "label in nothing", new RunFilter { Labels = [new("team", LabelOperator.In, [])] }, "" },
        { "parameter", new RunFilter { Parameters = new Dictionary<string, string> { ["size"] = "big" } }, "b a" },
        { "parameter and label", new RunFilter { Parameters = new Dictionary<string, string> { ["size"] = "big" }, Labels = [LabelRequirement.Is("team", "blue")] }, "b" },
        { "two parameters", new RunFilter { Parameters = new Dictionary<string, string> { ["size"] = "big", ["x"] = "1" } }, "a" },
        { "name", new RunFilter { Name = "build-b" }, "b" },
        { "prefix", new RunFilter { NamePrefix = "build-" }, "b a" },
        { "contains", new RunFilter { NameContains = "d-" }, "d b a" },
        { "contains in upper case", new RunFilter { NameContains = "D-" }, "" },
        { "template", new RunFilter { WorkflowTemplate = "t" }, "c a" },
        { "cluster template", new RunFilter { ClusterWorkflowTemplate = "ct" }, "b" },
        { "cron", new RunFilter { CronWorkflow = "nightly" }, "d" },
        { "creator", new RunFilter { Creator = "ann" }, "a" },
        { "created from", new RunFilter { CreatedFrom = Start.AddSeconds(2) }, "d c" },
        { "created from within a millisecond", new RunFilter { CreatedFrom = Start.AddSeconds(2).AddTicks(1) }, "d" },
        { "created before", new RunFilter { CreatedBefore = Start.AddSeconds(2) }, "b a" },
        { "finished from", new RunFilter { FinishedFrom = Start.AddHours(2) }, "c b" },
        { "finished before", new RunFilter { FinishedBefore = Start.AddHours(2) }, "a" },
        { "everything at once", new RunFilter { Namespace = "ns", Phases = ["Succeeded"], Labels = [LabelRequirement.Is("team", "red")], NamePrefix = "build", WorkflowTemplate = "t" }, "a" },
        { "nothing", new RunFilter { Namespace = "none" }, "" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task List_ShowsAndCountsWhatTheFilterAsksFor(string what, RunFilter filter, string expected)
    {
        await FillAsync();

        var page = await Store.ListAsync(filter, null, 10);
        var counts = await Store.CountByPhaseAsync(filter);

        var wanted = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(wanted.SequenceEqual(page.Rows.Select(row => row.Uid)), $"{what}: {string.Join(' ', page.Rows.Select(row => row.Uid))}");
        Assert.Equal(wanted.Length, counts.Values.Sum());
        Assert.Equal(page.Rows.GroupBy(row => row.Phase).ToDictionary(group => group.Key, group => (long)group.Count()), counts);
        var paged = new List<string>();
        for (RunCursor? after = null; ;)
        {
            var one = await Store.ListAsync(filter, after, 1);
            paged.AddRange(one.Rows.Select(row => row.Uid));
            if ((after = one.Next) is null)
            {
                break;
            }
        }

        Assert.Equal(wanted, paged);
    }

    [Fact]
    public async Task Row_IsKeptWhole_AndReplacedByTheNext()
    {
        var row = Row("r1", "a") with
        {
            Phase = "Running",
            WorkflowTemplate = "t",
            ClusterWorkflowTemplate = "c",
            CronWorkflow = "n",
            Folder = "team/ci",
            StartedAt = Start.AddSeconds(1),
            FinishedAt = Start.AddSeconds(2),
            ExpiresAt = Start.AddSeconds(3),
            Progress = "1/2",
            Message = "m",
            Priority = -3,
            Creator = "ann",
            Suspended = true,
            Labels = new Dictionary<string, string> { ["k"] = "v" },
            Parameters = new Dictionary<string, string> { ["p"] = "" },
            Summary = Bytes("sum"),
        };
        var first = await CommitAsync(Create("r1", "a") with { Index = row });
        Assert.Equivalent(row with { ChangeNumber = first.ChangeNumber }, await Store.GetAsync("r1"), strict: true);

        var light = row with { Progress = "2/2", Suspended = false, Summary = Bytes("s2") };
        var second = await CommitAsync(Next("r1", 2) with { Index = light });
        Assert.Equivalent(light with { ChangeNumber = second.ChangeNumber }, await Store.GetAsync("r1"), strict: true);

        Assert.Equal(new FolderCount(row.Namespace, "team/ci", 1), Assert.Single(await Store.CountByFolderAsync(row.Namespace)));
        Assert.Empty(await Store.CountByFolderAsync("elsewhere"));
        var relabelled = light with { Folder = "", Message = null, Phase = "Succeeded", Labels = new Dictionary<string, string> { ["k"] = "w" } };
        await CommitAsync(Next("r1", 3) with { Index = relabelled });
        Assert.Empty((await Store.ListAsync(new RunFilter { Labels = [LabelRequirement.Is("k", "v")] }, null, 5)).Rows);
        Assert.Single((await Store.ListAsync(new RunFilter { Labels = [LabelRequirement.Is("k", "w")] }, null, 5)).Rows);
        Assert.True(second.ChangeNumber > first.ChangeNumber);
        Assert.Empty(await Store.CountByFolderAsync(null));
    }

    [Fact]
    public async Task Changes_TellEachRunOnce_DeletionsIncluded_AndSayWhenTheyForgot()
    {
        await FillAsync();
        var start = (await Store.ListAsync(RunFilter.All, null, 1)).ChangeNumber;
        Assert.Empty((await Store.ListChangesAsync(start, null, 10)).Changes);

        await CommitAsync(Next("a", 2) with { Index = Row("a", "build-a") with { Phase = "Running" } });
        await CommitAsync(Next("b", 2) with { Index = Row("b", "build-b") });
        await CommitAsync(Next("a", 3) with { Index = Row("a", "build-a") with { Phase = "Failed" } });
        await Store.DeleteAsync("d");

        var changes = await Store.ListChangesAsync(start, null, 10);
        Assert.Equal(["b", "a", "d"], changes.Changes.Select(change => change.Uid));
        Assert.Equal("Failed", changes.Changes[1].Row!.Phase);
        Assert.Null(changes.Changes[2].Row);
        Assert.Equal(["b", "a"], (await Store.ListChangesAsync(start, "ns", 10)).Changes.Select(change => change.Uid));
        var part = await Store.ListChangesAsync(start, null, 2);
        Assert.Equal(["d"], (await Store.ListChangesAsync(part.UpTo, null, 2)).Changes.Select(change => change.Uid));
        Assert.Empty((await Store.ListChangesAsync(changes.UpTo, null, 10)).Changes);

        Time.Advance(TimeSpan.FromHours(1));
        await Store.ForgetAsync(Time.GetUtcNow());
        Assert.True((await Store.ListChangesAsync(start, null, 10)).TooOld);
        Assert.False((await Store.ListChangesAsync(changes.UpTo, null, 10)).TooOld);
    }

    [Fact]
    public async Task ByName_FindsTheRunOfThatName_AndTheLatest()
    {
        await FillAsync();

        Assert.Equal("b", (await Store.GetByNameAsync("ns", "build-b"))!.Uid);
        Assert.Equal("c", (await Store.GetByNameAsync("ns", IRunQueries.Latest))!.Uid);
        Assert.Null(await Store.GetByNameAsync("ns", "none"));
        Assert.Null(await Store.GetByNameAsync("none", IRunQueries.Latest));
    }

    [Fact]
    public async Task Retention_NamesExpiredRunsAndThoseBeyondTheNewest()
    {
        await Store.CommitAsync([.. Enumerable.Range(0, 6).Select(i => Create($"r{i}", $"n{i}") with
        {
            Index = Row($"r{i}", $"n{i}") with { Phase = "Succeeded", FinishedAt = i == 5 ? null : Start.AddMinutes(i), ExpiresAt = i % 2 == 0 ? Start.AddHours(i) : null },
        })]);

        Assert.Equal(["r0", "r2"], await Store.ListExpiredAsync(Start.AddHours(2), 10));
        Assert.Equal(["r2", "r1", "r0"], await Store.ListBeyondAsync("Succeeded", 2, 10));
        Assert.Equal(["r2"], await Store.ListBeyondAsync("Succeeded", 2, 1));
        Assert.Empty(await Store.ListBeyondAsync("Failed", 0, 10));
    }

    private Task<IReadOnlyList<CommitResult>> FillAsync()
    {
        RunIndexRow[] rows =
        [
            Row("a", "build-a") with
            {
                Phase = "Succeeded", WorkflowTemplate = "t", Creator = "ann", FinishedAt = Start.AddHours(1),
                Labels = Map(("team", "red"), ("env", "prod")), Parameters = Map(("size", "big"), ("x", "1")),
            },
            Row("b", "build-b") with
            {
                Phase = "Failed", ClusterWorkflowTemplate = "ct", CreatedAt = Start.AddSeconds(1), FinishedAt = Start.AddHours(2),
                Labels = Map(("team", "blue"), ("env", "")), Parameters = Map(("size", "big")),
            },
            Row("c", "deploy") with { Phase = "Succeeded", WorkflowTemplate = "t", CreatedAt = Start.AddSeconds(2), FinishedAt = Start.AddHours(3), Labels = Map(("team", "red")) },
            Row("d", "bad-d") with { Namespace = "other", Phase = "Running", CronWorkflow = "nightly", CreatedAt = Start.AddSeconds(3) },
        ];
        return Store.CommitAsync([.. rows.Select(row => Create(row.Uid, row.Name) with { Index = row })]);
    }

    private static Dictionary<string, string> Map(params (string Key, string Value)[] entries) => entries.ToDictionary(entry => entry.Key, entry => entry.Value);
}
