using System.Globalization;
using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine.Tests;

public sealed class SnapshotTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Decode_FirstVersion_GivesTheRunThatWasWritten()
    {
        var state = RunSnapshot.Decode(File.ReadAllBytes(Sample("run.snapshot-1")));

        Assert.Equal(File.ReadAllText(Sample("run.json")), JsonSerializer.Serialize(WorkflowProjection.Of(state), ModelJson.Default.Workflow));
        Assert.Equal(9, state.Nodes.Values.Count(node => node.Outstanding));
        SnapshotText.AssertSame(state, RunSnapshot.Decode(RunSnapshot.Encode(state)));
        var decision = RunEngine.Decide(state, new Reconcile { Now = Now, Host = "host-a" });
        Assert.Contains(decision.Effects, effect => effect is StartNode { Work.NodeName: "sample-é.inner[1].three", Work.Attempt: 1 });
    }

    [Fact]
    public void Decode_SeveralPages_KeepsWhatHangsOnWhat()
    {
        const int Nodes = 5_000;
        var nodes = new Dictionary<string, NodeStatus>();
        for (var i = 0; i < Nodes; i++)
        {
            // Node 0 holds all; of the others each third hangs on one far away, and each seventh names one that is not there.
            nodes[Id(i)] = new NodeStatus
            {
                Id = Id(i),
                Name = $"wf.task({i}:{i * 31})",
                DisplayName = $"task({i}:{i * 31})",
                Type = i % 4 == 0 ? NodeType.Steps : NodeType.Pod,
                Phase = i % 5 == 0 ? NodePhase.Failed : NodePhase.Succeeded,
                BoundaryID = i == 0 ? null : i % 3 == 0 ? Id(Nodes - i) : Id(0),
                Children = i == 0 ? [.. Enumerable.Range(1, Nodes - 1).Select(Id)] : i % 7 == 0 ? ["elsewhere", Id((i * 17) % Nodes)] : null,
                OutboundNodes = i % 11 == 0 ? [Id(i), Id(Nodes - 1 - i)] : null,
            };
        }

        var state = Given(nodes);

        SnapshotText.AssertSame(state, RunSnapshot.Decode(RunSnapshot.Encode(state)));

        static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"wf-{i}");
    }

    [Fact]
    public void Decode_NodeWithEverything_GivesItBack()
    {
        var parameter = new Parameter { Name = "p", Value = "v \ud83d\ude00", Description = "text", Enum = ["v"], GlobalName = "g" };
        var full = new NodeStatus
        {
            Id = "wf-1",
            Name = "wf.\ud83d\ude00",
            DisplayName = "other",
            Type = NodeType.Pod,
            TemplateName = "t",
            TemplateRef = new TemplateRef { Name = "shared", Template = "t", ClusterScope = true },
            TemplateScope = "namespaced/shared",
            Phase = NodePhase.Running,
            BoundaryID = "gone",
            Message = "",
            StartedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromMinutes(-570)).AddTicks(1234567),
            FinishedAt = DateTimeOffset.MaxValue,
            Progress = "3/4",
            ResourcesDuration = new Dictionary<string, long> { ["memory"] = 1L << 40, ["cpu"] = 0 },
            PodIP = "10.0.0.1",
            Daemoned = true,
            NodeFlag = new NodeFlag { Hooked = true, Retried = true },
            Inputs = new Inputs { Parameters = [parameter], Artifacts = [new Artifact { Name = "a", Path = "/tmp/a", Mode = 493 }] },
            Outputs = new Outputs { Parameters = [new Parameter { Name = "o", Value = "" }], Artifacts = [], Result = "42", ExitCode = "0" },
            Children = ["wf-2", "wf-3"],
            OutboundNodes = ["wf-2"],
            HostNodeName = "host-a",
            MemoizationStatus = new MemoizationStatus { Hit = true, Key = "k", CacheName = "c" },
            SynchronizationStatus = new NodeSynchronizationStatus { Waiting = "ns/Mutex/m" },
            FailedPodRestarts = 2,
            ChildWorkflow = new ChildWorkflow { Name = "child", Uid = "u" },
        };
        var nodes = new Dictionary<string, NodeStatus>
        {
            ["wf-1"] = full,
            ["wf-2"] = full with { Id = "wf-2", Name = "wf.\ud83d\ude01", Inputs = new Inputs { Parameters = [] }, Outputs = new Outputs(), StartedAt = DateTimeOffset.MinValue },
            ["wf-3"] = new() { Id = "wf-3", Name = "" },
        };
        var state = Given(nodes);
        state.Apply(new NodeChanged { Id = "wf-1", BegunAt = Now, Cancelling = "stopped", Given = true });
        state.Apply(new NodeChanged { Id = "wf-2", Attempt = int.MaxValue });

        SnapshotText.AssertSame(state, RunSnapshot.Decode(RunSnapshot.Encode(state)));
    }

    [Fact]
    public void Decode_DamagedBytes_SaysSo()
    {
        var run = RunSnapshot.Encode(RunSnapshot.Decode(File.ReadAllBytes(Sample("run.snapshot-1"))));
        var refused = 0;
        for (var i = 0; i < run.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var damaged = run.ToArray();
                damaged[i] ^= (byte)(1 << bit);
                refused += IsRefused(damaged) ? 1 : 0;
            }

            Assert.True(IsRefused(run[..i]), $"the first {i} of {run.Length} bytes");
        }

        Assert.True(IsRefused([.. run, 0]));
        Assert.True(refused > run.Length, $"{refused} of {8 * run.Length}");
    }

    [Fact]
    public void Decode_LaterVersion_SaysWhichAreKnown()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => RunSnapshot.Decode(new byte[] { 3, 0 }));

        Assert.Equal("snapshot of version 3, this program knows 1 and 2", refusal.Message);
    }

    [Fact]
    public void DecodeAll_Commits_KeepsTheirOrder()
    {
        ReadOnlyMemory<byte>[] commits = [.. Enumerable.Range(0, 500).Select(i => (ReadOnlyMemory<byte>)EventCodec.Encode([new CommandAccepted { CommandId = $"{i}" }, new CommandAccepted { CommandId = $"{i}+" }]))];

        var events = EventCodec.DecodeAll(commits).SelectMany(commit => commit).Cast<CommandAccepted>();

        Assert.Equal(Enumerable.Range(0, 500).SelectMany(i => (string[])[$"{i}", $"{i}+"]), events.Select(e => e.CommandId));
        commits[250] = commits[250][..^1];
        Assert.Throws<InvalidDataException>(() => EventCodec.DecodeAll(commits));
    }

    // Damage may give another run that is well-formed; what it must not give is another exception.
    private static bool IsRefused(byte[] bytes)
    {
        try
        {
            RunSnapshot.Decode(bytes);
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static RunState Given(Dictionary<string, NodeStatus> nodes)
    {
        var state = new RunState();
        state.Apply(new RunCreated
        {
            Workflow = new Workflow { Metadata = new ObjectMeta { Name = "wf", Namespace = "default", Uid = "u" }, Status = new WorkflowStatus { Phase = WorkflowPhase.Running, Nodes = nodes } },
            Config = new RunConfig(),
            At = Now,
        });
        return state;
    }

    private static string Sample(string file) => Path.Combine(AppContext.BaseDirectory, "Persistence", "Samples", file);
}
