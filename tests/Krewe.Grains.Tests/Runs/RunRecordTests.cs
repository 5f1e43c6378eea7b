using Krewe.Engine;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Grains.Tests;

/// <summary>What a host makes of a run that it finds in the store.</summary>
public sealed class RunRecordTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly RunEvent Created = new RunCreated
    {
        Workflow = new Workflow { Metadata = new ObjectMeta { Name = "wf", Namespace = "default", Uid = "u" } },
        Config = new RunConfig(),
        At = Now,
    };

    [Fact]
    public void Restore_NoSnapshotYet_IsWhatTheLogMakes()
    {
        var state = RunRecord.Restore(Stored([], [Commit(1, Created), Commit(2, Added("wf.a"))]));

        Assert.Equal("wf", state.Name);
        Assert.Equal(["wf.a"], state.Nodes.Values.Select(node => node.Name));
    }

    [Fact]
    public void Restore_SnapshotAndLog_IsBoth()
    {
        var snapshot = RunRecord.EncodeSnapshot(RunState.Replay([Created, Added("wf.a")]));

        var state = RunRecord.Restore(Stored([new SnapshotPage(0, snapshot)], [Commit(3, Added("wf.b"))]));

        Assert.Equal(["wf.a", "wf.b"], state.Nodes.Values.Select(node => node.Name));
    }

    [Fact]
    public void Restore_DamagedSnapshotOrCommit_SaysSo()
    {
        Assert.Throws<DamagedRecordException>(() => RunRecord.Restore(Stored([new SnapshotPage(0, ReadOnlyMemory<byte>.Empty)], [Commit(1, Created)])));
        Assert.Throws<DamagedRecordException>(() => RunRecord.Restore(Stored([], [Commit(1, Created), new LogRecord(2, new byte[] { 1, 2 })])));
    }

    private static NodeAdded Added(string name) => new() { Name = name, Type = NodeType.Pod, Phase = NodePhase.Running, At = Now };

    private static LogRecord Commit(long number, RunEvent item) => new(number, RunRecord.Encode([item]));

    private static StoredRun Stored(IReadOnlyList<SnapshotPage> pages, IReadOnlyList<LogRecord> log) =>
        new() { RunId = "u", LastCommit = log.Count, SnapshotUpto = 0, Pages = pages, Log = log };
}
