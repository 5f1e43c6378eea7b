using Krewe.Cli.Tests.Fakes;
using Krewe.Client;

namespace Krewe.Cli.Tests;

public sealed class InsightCommandTests
{
    private static readonly DateTimeOffset Created = FakeWorkflowService.Created;

    [Fact]
    public async Task Why_Names_The_Step_Since_When_It_Fails_And_Its_Log()
    {
        var service = new FakeWorkflowService { Explanation = Failed() };
        var (plain, json) = (new CliRun(service), new CliRun(service));

        Assert.Equal(0, await plain.RunAsync("why", "build-x"));
        Assert.Equal(0, await json.RunAsync("why", "build-x", "-o", "json"));

        Assert.Equal(
            """
            build-x: Failed, 2 steps at fault

            ✖ unit(1:b) Failed: main: Error (exit code 3)
              step test/unit, template suite/unit, node build-x-7, 2 attempts
              fails since #5 of build (3 runs, 2 with this message); passed last in #4 (build-4)
              last log lines (of 12):
                11  trying
                12  it broke

            and 1 more

            """,
            plain.Out);
        Assert.Contains("\"exitCode\":3", json.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_Of_A_Run_That_Went_Well_Says_So()
    {
        var service = new FakeWorkflowService();
        service.Add("fine");
        var cli = new CliRun(service);

        Assert.Equal(0, await cli.RunAsync("why", "fine"));
        Assert.Equal("fine: Succeeded, and no step has failed\n", cli.Out);
    }

    [Fact]
    public async Task History_Finds_The_Kind_And_Shows_Numbered_Runs()
    {
        var service = new FakeWorkflowService { History = new PipelineRunPage { Items = [Run(7, "Failed", "it broke\nbadly"), Run(6, "Succeeded")], Older = 6 } };
        service.Pipelines.Add(Pipeline("CronWorkflow"));
        var cli = new CliRun(service);

        Assert.Equal(0, await cli.RunAsync("history", "build", "--before", "8"));

        Assert.Equal(
            """
            CronWorkflow build: 1/2 (50 %) passed, median 1m, p95 2m (50 % longer of late), Rainy

            NUMBER   NAME      STATUS      STARTED   DURATION   MESSAGE
            #7       build-7   Failed      5m        1m         it broke badly
            #6       build-6   Succeeded   5m        1m
            Older runs: --before 6

            """,
            cli.Out);
        Assert.Equal("history CronWorkflow/build before 8 limit 20", service.Calls[^1]);
    }

    [Fact]
    public async Task History_By_Steps_Shows_Each_Step_In_Each_Run()
    {
        var service = new FakeWorkflowService
        {
            Matrix = new PipelineMatrix
            {
                Runs = new PipelineRunPage { Items = [Run(7, "Failed"), Run(6, "Succeeded")] },
                StepCount = 3,
                Steps =
                [
                    new MatrixStep { Step = "compile", Type = "Pod", Failures = 0, PassedOnRetry = 1, MedianMilliseconds = 65_000, Cells = [Cell(7, "Succeeded"), Cell(6, "Succeeded") with { Retries = 1 }] },
                    new MatrixStep { Step = "test", Type = "Pod", Failures = 1, PassedOnRetry = 0, Cells = [Cell(7, "Failed")] },
                ],
            },
        };
        service.Pipelines.Add(Pipeline("WorkflowTemplate"));
        var cli = new CliRun(service);

        Assert.Equal(0, await cli.RunAsync("history", "build", "--steps", "--kind", "template"));

        Assert.Equal(
            """
            STEP     #6   #7  MEDIAN  FAILED
            compile  ✔+1  ✔   1m      0
            test          ✖   -       1
            and 1 more steps

            """,
            cli.Out);
    }

    [Fact]
    public async Task History_Of_Nothing_Says_Where_To_Look()
    {
        var cli = new CliRun(new FakeWorkflowService());

        Assert.NotEqual(0, await cli.RunAsync("history", "bulid"));
        Assert.Contains("nothing called \"bulid\" is defined or has run in namespace \"default\"; 'krewe pipelines' lists what there is", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipelines_Are_Listed_With_How_They_Went()
    {
        var service = new FakeWorkflowService();
        service.Pipelines.Add(Pipeline("WorkflowTemplate") with { Recent = [Run(7, "Failed")] });
        service.Pipelines.Add(Pipeline("WorkflowTemplate") with { Name = "new", LastNumber = 0, Statistics = new PipelineStatistics { Runs = 0, Succeeded = 0, Failed = 0, Weather = "Unknown" } });
        var (plain, names) = (new CliRun(service), new CliRun(service));

        Assert.Equal(0, await plain.RunAsync("pipelines", "--kind", "template", "-A"));
        Assert.Equal(0, await names.RunAsync("pipelines", "ne", "-o", "name"));

        Assert.Equal(
            """
            NAMESPACE   NAME    KIND               LAST   STATUS      AGE   PASSED       MEDIAN   P95   WEATHER
            default     build   WorkflowTemplate   #7     Failed      5m    1/2 (50 %)   1m       2m    Rainy
            default     new     WorkflowTemplate   -      Never run         -            -        -     Unknown

            """,
            plain.Out);
        Assert.Equal("new\n", names.Out);
        Assert.Equal("pipelines  WorkflowTemplate", service.Calls[0]);
    }

    [Fact]
    public async Task Compare_Shows_What_Differs()
    {
        var service = new FakeWorkflowService();
        service.Add("good");
        service.Add("bad");
        var same = new CliRun(service);
        Assert.Equal(0, await same.RunAsync("compare", "good", "bad"));
        Assert.Equal("good and bad do not differ\n", same.Out);

        service.Comparison = (await service.CompareAsync(new RunRef("default", "good"), new RunRef("default", "bad"), TestContext.Current.CancellationToken)) with
        {
            Steps =
            [
                new StepDifference
                {
                    Step = "test", Left = new ComparedStep { Phase = "Succeeded", Milliseconds = 65_000, Count = 2, Retries = 1 }, Right = new ComparedStep { Phase = "Failed", Milliseconds = 1_000, Count = 2, Retries = 0 },
                },
                new StepDifference { Step = "deploy", Left = new ComparedStep { Phase = "Succeeded", Count = 1, Retries = 0 } },
            ],
            Parameters = [new ValueDifference { Name = "branch", Left = "main" }],
            IsCut = true,
            Artifacts =
            [
                new ArtifactDifference
                {
                    Node = "test",
                    Name = "report",
                    Left = new ComparedArtifact { Size = 12, Sha256 = new string('a', 64), Key = "k", IsDeleted = false },
                    Right = new ComparedArtifact { IsDeleted = true },
                },
            ],
            Logs =
            [
                new LogDivergence { Node = "test", LeftNodeId = "l", RightNodeId = "r", Container = "main", Line = 7, Right = new NumberedLogLine { Number = 7, Time = DateTimeOffset.UnixEpoch, Stream = "stderr", Content = "boom" } },
                new LogDivergence { Node = "deploy", LeftNodeId = "l", RightNodeId = "r", Container = "main", Unknown = "the log is away" },
            ],
            LogsAreCut = true,
        };
        var cli = new CliRun(service);

        Assert.Equal(0, await cli.RunAsync("compare", "good", "bad"));
        Assert.Equal(
            """
            STEP     good                 bad
            test     Succeeded 1m ×2 +1   Failed 1s ×2
            deploy   Succeeded            -

            PARAMETER   good   bad
            branch      main   -

            ARTIFACT      good                       bad
            test/report   12 B sha256:aaaaaaaaaaaa   deleted

            LOG OF         good              bad
            test, line 7   (ended)           boom
            deploy         the log is away
            and more of the definition
            and maybe more logs

            """,
            string.Join('\n', cli.Out.Split('\n').Select(line => line.TrimEnd())));
    }

    private static FailureReport Failed() => new()
    {
        Uid = "u",
        Name = "build-x",
        Phase = "Failed",
        CauseCount = 2,
        Causes =
        [
            new FailureCause
            {
                NodeId = "build-x-7",
                DisplayName = "unit(1:b)",
                Step = "test/unit",
                Type = "Pod",
                Phase = "Failed",
                Template = "unit",
                TemplateSource = "suite",
                Message = "main: Error (exit code 3)",
                ExitCode = 3,
                Attempts = 2,
                Log = new LogRange { NodeId = "build-x-7", Container = "main", Total = 12, IsLive = false, Lines = [Line(11, "trying", "stdout"), Line(12, "it broke", "stderr")] },
                History = new FailureHistory
                {
                    Pipeline = new RunMembership { Kind = "WorkflowTemplate", Name = "build", Number = 7 },
                    FirstSeen = Mark(5),
                    LastGood = Mark(4),
                    Failures = 3,
                    SameMessage = 2,
                    Searched = 6,
                    IsWhole = true,
                },
            },
        ],
    };

    private static NumberedLogLine Line(long number, string text, string stream) => new() { Number = number, Time = Created, Stream = stream, Content = text };

    private static RunMark Mark(long number) => new() { Number = number, Name = $"build-{number}", Uid = "u", Phase = "Failed", CreatedAt = Created };

    private static PipelineRunItem Run(long number, string phase, string? message = null) => new()
    {
        Number = number,
        Name = $"build-{number}",
        Uid = $"u{number}",
        Phase = phase,
        CreatedAt = Created,
        StartedAt = Created,
        FinishedAt = Created.AddSeconds(65),
        Milliseconds = 65_000,
        Message = message,
    };

    private static MatrixCell Cell(long number, string phase) => new() { Number = number, Phase = phase, Milliseconds = 65_000, Count = 1, Failed = 0, Retries = 0 };

    private static PipelineItem Pipeline(string kind) => new()
    {
        Namespace = "default",
        Kind = kind,
        Name = "build",
        IsDefined = true,
        LastNumber = 7,
        Statistics = new PipelineStatistics { Runs = 2, Succeeded = 1, Failed = 1, SuccessRate = 0.5, MedianMilliseconds = 65_000, P95Milliseconds = 120_000, DurationTrend = 0.5, Weather = "Rainy" },
    };
}
