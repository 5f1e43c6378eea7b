using Krewe.Executors;
using Krewe.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Krewe.Grains.Tests;

public sealed class NodeReportRouterTests
{
    [Fact]
    public async Task OnReport_Keeps_Order_And_Folds_What_Came_During_A_Call()
    {
        var run = Substitute.For<IRunGrain>();
        var calls = new List<string>();
        var firstCall = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        run.Report(Arg.Any<NodeReportsMessage>()).Returns(call =>
        {
            calls.Add(string.Join(',', call.Arg<NodeReportsMessage>().Reports.Select(report => report.Message)));
            if (calls.Count == 2)
            {
                done.SetResult();
            }

            return calls.Count == 1 ? firstCall.Task : Task.CompletedTask;
        });
        var router = Router(run);

        router.OnReport(Report("1"));
        router.OnReport(Report("2"));
        router.OnReport(Report("3"));
        firstCall.SetResult();
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["1", "2,3"], calls);
    }

    [Fact]
    public async Task OnReport_Is_Tried_Again_When_The_Run_Cannot_Be_Reached()
    {
        var run = Substitute.For<IRunGrain>();
        var accepted = new TaskCompletionSource<string?>();
        var attempts = 0;
        run.Report(Arg.Any<NodeReportsMessage>()).Returns(call =>
        {
            if (++attempts < 3)
            {
                return Task.FromException(new TimeoutException("no answer"));
            }

            accepted.SetResult(call.Arg<NodeReportsMessage>().Reports[0].Message);
            return Task.CompletedTask;
        });

        Router(run).OnReport(Report("kept"));

        Assert.Equal("kept", await accepted.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(true, "1,2")]
    [InlineData(false, "1,2,now")]
    public async Task OnReport_Holds_What_May_Wait_Until_Its_Time_Or_Until_One_May_Not(bool timePasses, string expected)
    {
        var run = Substitute.For<IRunGrain>();
        var call = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        run.Report(Arg.Any<NodeReportsMessage>()).Returns(said =>
        {
            call.SetResult(string.Join(',', said.Arg<NodeReportsMessage>().Reports.Select(report => report.Message)));
            return Task.CompletedTask;
        });
        var time = new FakeTimeProvider();
        var router = Router(run, time);

        router.OnReport(Report("1") with { MayWait = true });
        router.OnReport(Report("2") with { MayWait = true });
        Assert.False(call.Task.IsCompleted);
        if (timePasses)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
        else
        {
            router.OnReport(Report("now"));
        }

        Assert.Equal(expected, await call.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static NodeReportRouter Router(IRunGrain run, TimeProvider? time = null)
    {
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IRunGrain>(Arg.Any<string>()).Returns(run);
        return new NodeReportRouter(grains, time ?? TimeProvider.System, NullLogger<NodeReportRouter>.Instance);
    }

    private static NodeReport Report(string message) => new() { Id = new NodeWorkId("uid", "node", 0), Phase = NodePhase.Running, Message = message };
}
