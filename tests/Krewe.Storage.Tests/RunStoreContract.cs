using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Storage.Tests;

/// <summary>What every adapter must do, run logs first; the other ports are in the partials.</summary>
public abstract partial class RunStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    protected FakeTimeProvider Time { get; } = new(Start);

    private IKreweStore Store { get; set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IKreweStore> OpenAsync();

    protected virtual void CleanUp()
    {
    }

    [Fact]
    public async Task Commit_GivesBackWhatItWasGiven_WhenLoaded()
    {
        var large = Enumerable.Range(0, 100_000).Select(i => (byte)(i % 7)).ToArray();

        var first = await CommitAsync(new RunCommit { RunId = "r1", CommitNo = 1, Payload = Bytes("one"), Wakeup = WakeupChange.At(Start) });
        var second = await CommitAsync(new RunCommit { RunId = "r1", CommitNo = 2, Payload = large });

        Assert.True(first.IsCommitted && second.IsCommitted);
        var run = await LoadAsync("r1");
        Assert.Equal((2, 0, null), (run.LastCommit, run.SnapshotUpto, run.Document));
        Assert.Equal([1L, 2L], run.Log.Select(record => record.CommitNo));
        Assert.Equal("one", Text(run.Log[0].Payload));
        Assert.Equal(large, run.Log[1].Payload.ToArray());
        Assert.Equal(Start, run.WakeupAt);
        Assert.Null(await Store.LoadAsync("other"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Commit_IsFencedAndLeavesNoTrace_WhenItsNumberIsNotTheNext(long number)
    {
        await CommitAsync(Create("r1", "a"));
        await CommitAsync(Next("r1", 2));

        var results = await Store.CommitAsync([
            Create("r2", "b"),
            new RunCommit
            {
                RunId = "r1", CommitNo = number, Payload = Bytes("stale"), Index = Row("r1", "a") with { Phase = "Stale" },
                Wakeup = WakeupChange.At(Start), Snapshot = RunSnapshot.Whole(1, Bytes("stale")),
            },
            Next("r2", 2),
        ]);

        Assert.Equal([CommitStatus.Committed, CommitStatus.Fenced, CommitStatus.Committed], results.Select(result => result.Status));
        var run = await LoadAsync("r1");
        Assert.Equal((2, 0, null), (run.LastCommit, run.SnapshotUpto, run.WakeupAt));
        Assert.Equal("", (await Store.GetAsync("r1"))!.Phase);
        Assert.Equal(2, (await LoadAsync("r2")).LastCommit);
    }

    [Fact]
    public async Task Commit_IsFenced_WhenTheRunDoesNotExistAndItIsNotTheFirst()
    {
        Assert.Equal(CommitStatus.Fenced, (await CommitAsync(Next("r1", 2))).Status);
        Assert.Null(await Store.LoadAsync("r1"));
    }

    [Fact]
    public async Task Commit_RefusesAName_WhileAnotherRunHoldsIt()
    {
        await CommitAsync(Create("r1", "a"));

        var taken = await Store.CommitAsync([Create("r2", "a"), Create("r3", "b"), Create("r4", "b"), Create("r5", "a") with { Index = Row("r5", "a") with { Namespace = "other" } }]);

        Assert.Equal([CommitStatus.NameTaken, CommitStatus.Committed, CommitStatus.NameTaken, CommitStatus.Committed], taken.Select(result => result.Status));
        Assert.Equal(("r1", "r3"), (taken[0].ExistingRunId, taken[2].ExistingRunId));
        Assert.Null(await Store.LoadAsync("r2"));

        Assert.True(await Store.ReleaseNameAsync("r1"));
        Assert.False(await Store.ReleaseNameAsync("r1"));
        Assert.True((await CommitAsync(Create("r2", "a"))).IsCommitted);
        Assert.Equal("r2", (await Store.GetByNameAsync("ns", "a"))!.Uid);
        Assert.True(await Store.DeleteAsync("r2"));
        Assert.Equal("r1", (await Store.GetByNameAsync("ns", "a"))!.Uid);
    }

    [Fact]
    public async Task Commit_MakesOneRun_WhenTheClientAsksTwiceWithOneId()
    {
        Assert.True((await CommitAsync(Create("r1", "a") with { RequestId = "q" })).IsCommitted);

        var again = await CommitAsync(Create("r2", "b") with { RequestId = "q" });

        Assert.Equal(new CommitResult(CommitStatus.Duplicate, 0, "r1"), again);
        Assert.Null(await Store.LoadAsync("r2"));
        Time.Advance(TimeSpan.FromDays(1));
        await Store.ForgetAsync(Time.GetUtcNow());
        Assert.True((await CommitAsync(Create("r2", "b") with { RequestId = "q" })).IsCommitted);
    }

    [Fact]
    public async Task Snapshot_ReplacesTheLogUpToItsCommit_AndKeepsPagesNotGiven()
    {
        await CommitAsync(Create("r1", "a"));
        await CommitAsync(Next("r1", 2) with { Snapshot = new RunSnapshot { UptoCommit = 1, PageCount = 3, Pages = [Page(0, "p0"), Page(1, "p1"), Page(2, "p2")] } });
        await CommitAsync(Next("r1", 3) with { Snapshot = new RunSnapshot { UptoCommit = 3, PageCount = 2, Pages = [Page(1, "p1b")] } });
        await CommitAsync(Next("r1", 4));

        var run = await LoadAsync("r1");

        Assert.Equal((4, 3), (run.LastCommit, run.SnapshotUpto));
        Assert.Equal(["p0", "p1b"], run.Pages.Select(page => Text(page.Payload)));
        Assert.Equal([4L], run.Log.Select(record => record.CommitNo));
        Assert.Equal(CommitStatus.Fenced, (await CommitAsync(Next("r1", 2))).Status);
        Assert.Equal(CommitStatus.Fenced, (await CommitAsync(Next("r1", 5) with { Snapshot = RunSnapshot.Whole(2, Bytes("old")) })).Status);
    }

    [Fact]
    public async Task Completion_KeepsAWakeup_OnlyIfTheSameCommitSetsIt()
    {
        await CommitAsync(Create("r1", "a"));
        await CommitAsync(Next("r1", 2) with { Completed = Bytes("document"), Wakeup = WakeupChange.At(Start) });
        Assert.Equal(["r1"], (await Store.ListDueWakeupsAsync(Start, 10)).Select(due => due.RunId));

        await CommitAsync(Next("r1", 3) with { Completed = Bytes("document") });
        Assert.Empty(await Store.ListDueWakeupsAsync(Start.AddDays(1), 10));
    }

    [Fact]
    public async Task Completion_KeepsTheDocumentAlone_AndARetryMakesTheRunLiveAgain()
    {
        await CommitAsync(Create("r1", "a") with { Wakeup = WakeupChange.At(Start) });
        await CommitAsync(Next("r1", 2) with { Completed = Bytes("document"), Index = Row("r1", "a") with { Phase = "Succeeded", FinishedAt = Start } });

        var ended = await LoadAsync("r1");
        Assert.Equal((2, "document", 0, 0), (ended.LastCommit, Text(ended.Document!.Value), ended.Log.Count, ended.Pages.Count));
        Assert.Equal("document", Text((await Store.GetDocumentAsync("r1"))!.Value));
        Assert.Empty(await Store.ListActiveAsync(null, 10));
        Assert.Empty(await Store.ListDueWakeupsAsync(Start.AddDays(1), 10));
        Assert.Equal(CommitStatus.Fenced, (await CommitAsync(Next("r1", 3))).Status);

        Assert.True((await CommitAsync(Next("r1", 3) with { Snapshot = RunSnapshot.Whole(3, Bytes("state")) })).IsCommitted);
        var live = await LoadAsync("r1");
        Assert.Equal((3, 3, null, "state"), (live.LastCommit, live.SnapshotUpto, live.Document, Text(live.Pages.Single().Payload)));
        Assert.Null(await Store.GetDocumentAsync("r1"));
        Assert.Equal(["r1"], await Store.ListActiveAsync(null, 10));
    }

    [Fact]
    public async Task Wakeups_ComeInOrder_AndStandUntilChanged()
    {
        await CommitAsync(Create("late", "a") with { Wakeup = WakeupChange.At(Start.AddMinutes(2)) });
        await CommitAsync(Create("early", "b") with { Wakeup = WakeupChange.At(Start.AddMinutes(1)) });
        await CommitAsync(Create("never", "c"));
        await CommitAsync(Next("late", 2));

        Assert.Equal(["early"], (await Store.ListDueWakeupsAsync(Start.AddMinutes(1), 10)).Select(due => due.RunId));
        Assert.Equal(["early", "late"], (await Store.ListDueWakeupsAsync(Start.AddMinutes(9), 10)).Select(due => due.RunId));
        await CommitAsync(Next("early", 2) with { Wakeup = WakeupChange.Clear });
        Assert.Equal(["late"], (await Store.ListDueWakeupsAsync(Start.AddMinutes(9), 10)).Select(due => due.RunId));
    }

    [Fact]
    public async Task Active_ListsLiveRunsByUid_PageByPage()
    {
        await Store.CommitAsync([.. Enumerable.Range(0, 5).Select(i => Create($"r{i}", $"n{i}"))]);
        await CommitAsync(Next("r2", 2) with { Completed = Bytes("done") });

        var first = await Store.ListActiveAsync(null, 2);

        Assert.Equal(["r0", "r1"], first);
        Assert.Equal(["r3", "r4"], await Store.ListActiveAsync(first[^1], 2));
    }

    [Fact]
    public async Task Parts_OfARun_LieBetweenTwoUids_AndHaveNoRow()
    {
        await Store.CommitAsync([Create("r1", "a"), Create("r1", "a") with { RunId = "r1~7", Index = null }, Create("r1", "a") with { RunId = "r1~12.1", Index = null }, Create("r10", "b")]);
        await CommitAsync(Next("r1~7", 2) with { Completed = Bytes("done") });

        Assert.Equal(["r1~12.1", "r1~7"], await Store.ListBetweenAsync("r1~", "r1\u007f"));
        Assert.Equal("done", Text((await Store.GetDocumentAsync("r1~7"))!.Value));
        Assert.Null(await Store.GetAsync("r1~7"));
        Assert.Equal(["r1", "r10"], (await Store.ListAsync(RunFilter.All, RunOrder.Newest, null, 10)).Rows.Select(row => row.Uid).Order(StringComparer.Ordinal));
        Assert.True(await Store.DeleteAsync("r1~7"));
        Assert.True(await Store.DeleteAsync("r1~12.1"));
        Assert.Empty(await Store.ListBetweenAsync("r1~", "r1\u007f"));
        Assert.NotNull(await Store.GetAsync("r1"));
    }

    [Fact]
    public async Task Delete_RemovesTheRunWholly_AndFencesItsOwner()
    {
        await CommitAsync(Create("r1", "a"));

        Assert.True(await Store.DeleteAsync("r1"));

        Assert.False(await Store.DeleteAsync("r1"));
        Assert.Null(await Store.LoadAsync("r1"));
        Assert.Null(await Store.GetAsync("r1"));
        Assert.Equal(CommitStatus.Fenced, (await CommitAsync(Next("r1", 2))).Status);
        Assert.True((await CommitAsync(Create("r2", "a"))).IsCommitted);
    }

    [Fact]
    public async Task Commit_RefusesWhatContradictsItself()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Next("r1", 0)));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Create("r1", "a") with { Index = Row("r2", "a") }));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Create("r1", "a") with { Snapshot = RunSnapshot.Whole(2, Bytes("x")) }));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Create("r1", "a") with { Completed = (byte[]?)null }));
        Assert.Null(await Store.LoadAsync("r1"));
    }

    internal static RunIndexRow Row(string uid, string name) => new() { Uid = uid, Namespace = "ns", Name = name, CreatedAt = Start };

    internal static RunCommit Create(string uid, string name) => new() { RunId = uid, CommitNo = 1, Payload = Bytes("created"), Index = Row(uid, name) };

    internal static RunCommit Next(string uid, long number) => new() { RunId = uid, CommitNo = number, Payload = Bytes($"record {number}") };

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static SnapshotPage Page(int number, string text) => new(number, Bytes(text));

    private async Task<CommitResult> CommitAsync(RunCommit commit) => (await Store.CommitAsync([commit]))[0];

    private async Task<StoredRun> LoadAsync(string uid) => await Store.LoadAsync(uid) ?? throw new InvalidOperationException($"run {uid} is missing");
}
