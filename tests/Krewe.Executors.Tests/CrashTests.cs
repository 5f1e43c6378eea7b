using System.Diagnostics;
using Krewe.Model;

namespace Krewe.Executors.Tests;

public sealed class CrashTests : IAsyncDisposable
{
    private readonly ExecutorFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Step_SurvivesKillMinus9_OfItsEngine_AndRunsOnce()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        // A step sees the data folder where it is unless that is under /tmp: signs go through /var/tmp.
        var signs = Directory.CreateDirectory("/var/tmp/krewe-signs-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Krewe.Executors.TestHost.dll"), "hold", _fixture.Folder, $"echo ran >> {signs}/count; while [ ! -e {signs}/go ]; do sleep 0.01; done; cat {signs}/count"])
                start.ArgumentList.Add(argument);
            using var engine = System.Diagnostics.Process.Start(start)!;
            Assert.Equal("running", await engine.StandardOutput.ReadLineAsync());
            engine.Kill();
            await engine.WaitForExitAsync();
            await File.WriteAllTextAsync(Path.Combine(signs, "go"), "");

            var report = await _fixture.RunAsync(_fixture.Work(ExecutorFixture.Shell("not used: the step runs already"), "held"));

            Assert.Equal((NodePhase.Succeeded, "ran"), (report.Phase, report.Outputs!.Result));
        }
        finally
        {
            Directory.Delete(signs, recursive: true);
        }
    }

    [Fact]
    public async Task Cancel_EndsTheStepOfAnEarlierEngine_BeforeItIsReported()
    {
        var work = _fixture.Work(ExecutorFixture.Shell("exec sleep 4545.25"));
        var before = new Reports();
        await _fixture.Executor.StartAsync(work, before, CancellationToken.None);
        await before.RunningAsync();
        await _fixture.RestartAsync();
        var after = new Reports();

        await _fixture.Executor.StartAsync(work, after, CancellationToken.None);
        await _fixture.Executor.CancelAsync(work.Id, new CancelRequest("enough", TimeSpan.Zero), CancellationToken.None);

        var end = await after.EndAsync();
        Assert.False(ProcessTable.Runs("sleep", "4545.25"));
        Assert.Equal((NodePhase.Failed, "enough"), (end.Phase, end.Message));
    }
}
