using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Short steps are given to the supervisor ahead of their turn: the limit on running ones must hold all the same.</summary>
public sealed class TurnTests : IAsyncDisposable
{
    private const int Slots = 2;
    private readonly ExecutorFixture _fixture = new(Slots);
    private readonly string _signs = Directory.CreateDirectory("/var/tmp/krewe-signs-" + Guid.NewGuid().ToString("N")).FullName;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        Directory.Delete(_signs, recursive: true);
    }

    [Fact]
    public async Task NoMoreRunAtOnce_ThanThereAreSlots_WhateverTheirKind()
    {
        await LearnThatStepsAreShortAsync();
        var runs = Path.Combine(_signs, "runs");
        var line = $"mkdir -p {runs}/$ARGO_NODE_ID; ls {runs} | wc -l; rmdir {runs}/$ARGO_NODE_ID";
        var withSidecar = ExecutorFixture.Shell(line) with { Sidecars = [new UserContainer { Name = "side", Image = "alpine", Command = ["sleep", "4747.5"] }] };

        var ends = await Task.WhenAll(Enumerable.Range(0, 150).Select(i => _fixture.RunAsync(i % 10 == 9 ? withSidecar : ExecutorFixture.Shell(line))));

        Assert.All(ends, end => Assert.True(end.Phase == NodePhase.Succeeded, end.Message));
        Assert.All(ends, end => Assert.InRange(int.Parse(end.Outputs!.Result!, System.Globalization.CultureInfo.InvariantCulture), 1, Slots));
    }

    [Fact]
    public async Task Cancel_OfAStepBeforeItsTurn_NeverRunsIt()
    {
        await LearnThatStepsAreShortAsync();
        var (holding, ends) = await HoldAllSlotsAsync();
        var (first, second) = (new Reports(), new Reports());
        var cancelled = _fixture.Work(ExecutorFixture.Shell($"touch {_signs}/ran"));
        await _fixture.Executor.StartAsync(cancelled, first, CancellationToken.None);
        await _fixture.Executor.StartAsync(_fixture.Work(ExecutorFixture.Shell("echo turn")), second, CancellationToken.None);

        await _fixture.Executor.CancelAsync(cancelled.Id, new CancelRequest("not wanted", TimeSpan.Zero), CancellationToken.None);
        var end = await first.EndAsync();
        var released = Release(holding);

        Assert.Equal((NodePhase.Failed, "not wanted"), (end.Phase, end.Message));
        var turn = await second.EndAsync();
        Assert.Equal("turn", turn.Outputs!.Result);
        Assert.True(turn.StartedAt >= released, "it began before its turn");
        Assert.All(await Task.WhenAll(ends), held => Assert.Equal(NodePhase.Succeeded, held.Phase));
        Assert.False(File.Exists(Path.Combine(_signs, "ran")));
    }

    [Fact]
    public async Task StepsBeforeTheirTurn_RunOnce_WhenTheEngineGoesAndComesBack()
    {
        await LearnThatStepsAreShortAsync();
        var (holding, _) = await HoldAllSlotsAsync();
        var queued = Enumerable.Range(0, 12).Select(i => _fixture.Work(ExecutorFixture.Shell($"echo {i} >> {_signs}/ran"))).ToList();
        foreach (var work in queued)
            await _fixture.Executor.StartAsync(work, new Reports(), CancellationToken.None);

        await _fixture.RestartAsync();
        var released = Release(holding);
        var ends = await Task.WhenAll(queued.Select(_fixture.RunAsync));

        Assert.All(ends, end => Assert.True(end.Phase == NodePhase.Succeeded, end.Message));
        Assert.All(ends, end => Assert.True(end.StartedAt >= released, "it began before its turn"));
        Assert.Equal(Enumerable.Range(0, 12), (await File.ReadAllLinesAsync(Path.Combine(_signs, "ran"))).Select(int.Parse).Order());
    }

    private async Task LearnThatStepsAreShortAsync()
    {
        for (var i = 0; i < 60; i++)
            await _fixture.RunAsync(new Template { Name = "t", Container = new Container { Command = ["true"] } });
    }

    private async Task<(string Sign, List<Task<NodeReport>> Ends)> HoldAllSlotsAsync()
    {
        var sign = Path.Combine(_signs, "go");
        var ends = new List<Task<NodeReport>>();
        for (var i = 0; i < Slots; i++)
        {
            var reports = new Reports();
            await _fixture.Executor.StartAsync(_fixture.Work(ExecutorFixture.Shell($"while [ ! -e {sign} ]; do sleep 0.01; done")), reports, CancellationToken.None);
            await reports.RunningAsync();
            ends.Add(reports.EndAsync());
        }
        return (sign, ends);
    }

    private static DateTimeOffset Release(string sign)
    {
        var now = TimeProvider.System.GetUtcNow();
        File.WriteAllText(sign, "");
        return now;
    }
}
