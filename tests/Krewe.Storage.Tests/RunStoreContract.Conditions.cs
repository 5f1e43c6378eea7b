using CsCheck;

namespace Krewe.Storage.Tests;

/// <summary>What a filter says beyond equality, and other orders than the newest first.</summary>
public abstract partial class RunStoreContract
{
    private const string Nasty = "50%_*?[a]\\ \"é'";

    public static TheoryData<string, RunFilter, string> Conditions => new()
    {
        { "name begins", Where(new TextCondition(RunText.Name, null, [TextPattern.BeginsWith("build-")])), "b a" },
        { "name begins with what has no next letter", Where(new TextCondition(RunText.Name, null, [TextPattern.BeginsWith("~")])), "" },
        { "name has gaps", Where(new TextCondition(RunText.Name, null, [new TextPattern(["b", "d", "-", ""])])), "d b a" },
        { "one of two names", Where(new TextCondition(RunText.Name, null, [TextPattern.Is("deploy"), TextPattern.Is("bad-d")])), "d c" },
        { "message without case", Where(new TextCondition(RunText.Message, null, [new TextPattern(["", "OUT OF", ""], IgnoreCase: true)])), "b" },
        { "message with what SQL takes for more", Where(new TextCondition(RunText.Message, null, [new TextPattern(["", "%_*?[a]\\", ""])])), "a" },
        { "message with what only looks like it", Where(new TextCondition(RunText.Message, null, [new TextPattern(["5", "a%", ""])])), "" },
        { "no message", Where(new NotCondition(new TextCondition(RunText.Message, null, [TextPattern.Anything]))), "d c" },
        { "not from a template of that name", Where(new NotCondition(new TextCondition(RunText.WorkflowTemplate, null, [TextPattern.Is("t")]))), "d b" },
        { "label begins", Where(new TextCondition(RunText.Label, "team", [TextPattern.BeginsWith("b"), TextPattern.Is("re")])), "b" },
        { "label is there", Where(new TextCondition(RunText.Label, "env", [TextPattern.Anything])), "b a" },
        { "argument begins", Where(new TextCondition(RunText.Parameter, "size", [TextPattern.BeginsWith("b")])), "b a" },
        { "argument is none of those", Where(new NotCondition(new TextCondition(RunText.Parameter, "x", [TextPattern.Is("1")]))), "d c b" },
        { "no patterns", Where(new TextCondition(RunText.Name, null, [])), "" },
        { "suspended", Where(new SuspendedCondition()), "d" },
        { "not suspended", Where(new NotCondition(new SuspendedCondition())), "c b a" },
        { "priority", Where(new NumberCondition(RunNumber.Priority, [new(1, null)], Start)), "c" },
        { "two ranges", Where(new NumberCondition(RunNumber.Priority, [new(null, -1), new(1, 9)], Start)), "c a" },
        { "went on for long", Where(new NumberCondition(RunNumber.Duration, [new(7200_000, null)], Start.AddHours(9))), "d c b" },
        { "has no duration", Where(new NotCondition(new NumberCondition(RunNumber.Duration, [new(null, null)], Start))), "a" },
        { "all of none", Where(new AllConditions([])), "d c b a" },
        { "any of none", Where(new AnyCondition([])), "" },
        { "either kind of template", new RunFilter { Template = "t" }, "c a" },
        { "the other kind of template", new RunFilter { Template = "ct", Phases = ["Failed", "Succeeded"] }, "b" },
        { "in no place", new RunFilter { Places = [] }, "" },
        { "in a folder", new RunFilter { Places = [new(null, "team")] }, "d b a" },
        { "in a folder below", new RunFilter { Places = [new(null, "team/ci")] }, "d a" },
        { "in a folder of a namespace", new RunFilter { Places = [new("other", "team")] }, "d" },
        { "in a folder and namespace", new RunFilter { Namespace = "ns", Places = [new(null, "team")] }, "b a" },
        { "in a namespace as a place", new RunFilter { Places = [new("ns", "")] }, "c b a" },
        { "in places that meet", new RunFilter { Places = [new("ns", "team"), new(null, "team/ci"), new("ns", "team/ci")] }, "d b a" },
        { "in places with a phase and a label", new RunFilter { Places = [new("ns", "team/ci"), new(null, "ops")], Phases = ["Succeeded", "Running"], Labels = [LabelRequirement.Is("team", "red")] }, "a" },
        { "in a place by a label", new RunFilter { Places = [new(null, "team/ci")], Labels = [LabelRequirement.Is("team", "red")] }, "a" },
        { "in a place with a message", new RunFilter { Places = [new(null, "team")], Where = new TextCondition(RunText.Message, null, [new TextPattern(["", "MEM", ""], IgnoreCase: true)]) }, "b" },
        { "in a place as a condition", Where(new NotCondition(new PlaceCondition(new RunPlace("ns", "team")))), "d c" },
        { "condition with the rest", new RunFilter { Namespace = "ns", Labels = [LabelRequirement.Is("team", "red")], Where = new NotCondition(new TextCondition(RunText.Label, "env", [TextPattern.Anything])) }, "c" },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task List_ShowsAndCountsWhatTheConditionsSay(string what, RunFilter filter, string expected)
    {
        await FillForConditionsAsync();

        var page = await Store.ListAsync(filter, null, 10);

        var wanted = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(wanted.SequenceEqual(page.Rows.Select(row => row.Uid)), $"{what}: {string.Join(' ', page.Rows.Select(row => row.Uid))}");
        Assert.Equal(wanted.Length, (await Store.CountByPhaseAsync(filter)).Values.Sum());
    }

    [Theory]
    [InlineData(RunOrder.Oldest, "a b c d")]
    [InlineData(RunOrder.FinishedLast, "c b a")]
    [InlineData(RunOrder.FinishedFirst, "a b c")]
    [InlineData(RunOrder.NameUp, "d a b c")]
    [InlineData(RunOrder.NameDown, "c b a d")]
    public async Task List_Pages_In_Every_Order(RunOrder order, string expected)
    {
        await FillForConditionsAsync();

        var seen = new List<string>();
        RunCursor? after = null;
        do
        {
            var page = await Store.ListAsync(RunFilter.All, order, after, 1);
            seen.AddRange(page.Rows.Select(row => row.Uid));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(expected.Split(' '), seen);
    }

    [Fact]
    public async Task Count_Stops_At_Its_Bound_Unless_Namespace_And_Phase_Are_All()
    {
        await FillForConditionsAsync();
        var red = new RunFilter { Labels = [LabelRequirement.Is("team", "red")] };

        var (two, one, all) = (await Store.CountAsync(red, 2), await Store.CountAsync(red, 1), await Store.CountAsync(new RunFilter { Namespace = "ns" }, 1));

        Assert.Equal((2, true), (two.ByPhase.Values.Sum(), two.AreAll));
        Assert.Equal((1, false), (one.ByPhase.Values.Sum(), one.AreAll));
        Assert.Equal((3, true), (all.ByPhase.Values.Sum(), all.AreAll));
        Assert.Equal(2, all.ByPhase["Succeeded"]);
    }

    [Fact]
    public async Task Count_Follows_Runs_Through_Their_Phases_And_Away()
    {
        await FillForConditionsAsync();
        await CommitAsync(Next("d", 2) with { Index = Row("d", "bad-d") with { Namespace = "other", Phase = "Failed" } });
        await CommitAsync(Next("d", 3) with { Index = Row("d", "bad-d") with { Namespace = "ns", Phase = "Failed", Progress = "1/1" } });
        await Store.DeleteAsync("a");

        Assert.Equal(new Dictionary<string, long> { ["Failed"] = 2, ["Succeeded"] = 1 }, (await Store.CountAsync(RunFilter.All, 1)).ByPhase);
        Assert.Empty((await Store.CountAsync(new RunFilter { Namespace = "other" }, 1)).ByPhase);
    }

    [Fact]
    public async Task List_Follows_Runs_Through_Folders_And_Messages()
    {
        await FillForConditionsAsync();
        await ChangeAsync("a", row => row with { Folder = "ops/db" });
        await ChangeAsync("b", row => row with { Message = "disk is full" });
        await ChangeAsync("c", row => row with { Message = "DISK is gone" });
        await ChangeAsync("b", row => row with { Message = null });
        await Store.DeleteAsync("b");

        Assert.Equal(["d"], await UidsAsync(new RunFilter { Places = [new RunPlace(null, "team")] }));
        Assert.Equal(["a"], await UidsAsync(new RunFilter { Places = [new RunPlace(null, "ops")] }));
        Assert.Equal(["c"], await UidsAsync(Where(new TextCondition(RunText.Message, null, [new TextPattern(["", "disk", ""], IgnoreCase: true)]))));
        Assert.Empty(await UidsAsync(Where(new TextCondition(RunText.Message, null, [TextPattern.Contains("memory")]))));
        Assert.Equal(
            [new FolderCount("ns", "ops/db", 1), new FolderCount("other", "team/ci", 1)],
            (await Store.CountByFolderAsync(null)).OrderBy(count => count.Namespace, StringComparer.Ordinal));
        var (few, many) = (await Store.CountAsync(new RunFilter { Places = [new RunPlace(null, "team"), new RunPlace("ns", "")] }, 1), await Store.CountAsync(new RunFilter { Places = [new RunPlace(null, "team")], Creator = "nobody" }, 1));
        Assert.Equal((3, true), (few.ByPhase.Values.Sum(), few.AreAll));
        Assert.Equal((0, true), (many.ByPhase.Values.Sum(), many.AreAll));

        async Task<IEnumerable<string>> UidsAsync(RunFilter filter) => (await Store.ListAsync(filter, null, 10)).Rows.Select(row => row.Uid);
    }

    /// <summary>Every store finds by its own means the rows of which the filter holds.</summary>
    [Fact]
    public async Task List_Agrees_With_The_Predicate_On_Any_Filter()
    {
        var (asked, found) = (0, 0);
        await Gen.Select(GeneratedRuns.Row.Array[60], GeneratedRuns.Filter.Select(Gen.Enum<RunOrder>()).Array[100]).SampleAsync(
            async (made, questions) =>
            {
                RunIndexRow[] rows = [.. made.Select((row, place) => row with { Uid = $"u{place:00}", HoldsName = false })];
                await Store.CommitAsync([.. rows.Select(row => new RunCommit { RunId = row.Uid, CommitNo = 1, Payload = Bytes("created"), Index = row })]);
                foreach (var (filter, order) in questions)
                {
                    var wanted = RunOrders.Sort(rows.Where(filter.Matches), order).Select(row => row.Uid).ToList();
                    var shown = (await Store.ListAsync(filter, order, null, 100)).Rows.Select(row => row.Uid).ToList();
                    Assert.True(wanted.SequenceEqual(shown), $"{filter} by {order}: wanted {string.Join(' ', wanted)}, found {string.Join(' ', shown)}");
                    Assert.Equal(rows.Where(filter.Matches).GroupBy(row => row.Phase).ToDictionary(group => group.Key, group => (long)group.Count()), await Store.CountByPhaseAsync(filter));
                    (asked, found) = (asked + 1, found + shown.Count);
                }

                foreach (var row in rows)
                {
                    await Store.DeleteAsync(row.Uid);
                }
            },
            iter: 4, threads: 1);

        // Filters that find nothing, or everything, would show little.
        Assert.InRange(found, asked, asked * 30);
    }

    private static RunFilter Where(RunCondition condition) => new() { Where = condition };

    private async Task FillForConditionsAsync()
    {
        await FillAsync();
        await ChangeAsync("a", row => row with { Message = Nasty, Priority = -1, Folder = "team/ci" });
        await ChangeAsync("b", row => row with { Message = "Out of memory", StartedAt = Start, Folder = "team" });
        await ChangeAsync("c", row => row with { Priority = 5, StartedAt = Start.AddHours(1) });
        await ChangeAsync("d", row => row with { Suspended = true, StartedAt = Start, Folder = "team/ci" });
    }

    private async Task ChangeAsync(string uid, Func<RunIndexRow, RunIndexRow> change)
    {
        var last = (await LoadAsync(uid)).LastCommit;
        await CommitAsync(Next(uid, last + 1) with { Index = change((await Store.GetAsync(uid))!) });
    }
}
