using Krewe.Cli.Tests.Fakes;
using Krewe.Client;

namespace Krewe.Cli.Tests;

public sealed class UsageCommandTests
{
    private readonly FakeWorkflowService _service = new()
    {
        Usage = new UsageReport
        {
            From = new DateOnly(2026, 1, 1),
            To = new DateOnly(2026, 1, 31),
            Since = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero),
            By = ["folder", "template"],
            Total = Numbers(5, 7384.5),
            Items =
            [
                new UsageItem { Group = Group("team/ci", "CronWorkflow", "nightly"), Usage = Numbers(3, 7200) },
                new UsageItem { Group = Group("", "WorkflowTemplate", "a,\"b\""), Usage = Numbers(2, 184.5) },
            ],
            IsWhole = true,
        },
    };

    [Fact]
    public async Task Usage_Is_A_Table_With_Its_Total()
    {
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync("usage", "-A", "--from", "2026-01-01", "--to", "2026-01-31", "--by", "folder", "--by", "template", "--filter", "folder:team", "--limit", "9"));

        Assert.Equal(
            """
            FOLDER    TEMPLATE               RUNS   FAILED   RETRIED   RUN TIME   QUEUE TIME   STEPS   FAILED   RETRIED   STEP TIME   CPU       MEMORY
            team/ci   CronWorkflow/nightly   3      1        1         2:00:00    0:00:07      6       2        4         2:00:00     0:01:30   27:46:40
            -         a,"b"                  2      1        1         0:03:04    0:00:07      6       2        4         0:03:04     0:01:30   27:46:40
            TOTAL                            5      1        1         2:03:04    0:00:07      6       2        4         2:03:04     0:01:30   27:46:40

            """,
            cli.Out);
        Assert.Equal("", cli.Error);
        var query = _service.AskedUsage!;
        Assert.Equal((Namespaces.All, new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31), "folder:team", 9), (query.Namespace, query.From, query.To, query.Filter, query.Limit));
        Assert.Equal(["folder", "template"], query.By);
    }

    [Fact]
    public async Task Usage_As_Values_And_As_Json()
    {
        var (csv, json) = (new CliRun(_service), new CliRun(_service));

        await csv.RunAsync("usage", "--by", "folder,template", "-o", "csv");
        await json.RunAsync("usage", "-o", "json");

        Assert.Equal(
            """"
            folder,templateKind,template,runs,runsSucceeded,runsFailed,runsError,runsRetried,runSeconds,queueSeconds,steps,stepsSucceeded,stepsFailed,stepsError,stepsSkipped,stepsOmitted,stepsRetried,stepSeconds,resource:cpu,resource:memory
            team/ci,CronWorkflow,nightly,3,2,1,0,1,7200,7.25,6,3,2,0,0,1,4,7200,90,100000
            ,WorkflowTemplate,"a,""b""",2,1,1,0,1,184.5,7.25,6,3,2,0,0,1,4,184.5,90,100000

            """",
            csv.Out);
        Assert.Equal(["namespace"], _service.AskedUsage!.By);
        Assert.Equal("default", _service.AskedUsage.Namespace);
        Assert.StartsWith("""{"from":"2026-01-01","to":"2026-01-31","since":""", json.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_Says_What_Is_Not_Known_And_Not_Shown()
    {
        _service.Usage = _service.Usage with { Since = new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero), IsWhole = false };
        var cli = new CliRun(_service);

        await cli.RunAsync("usage", "--by", "day");

        Assert.Contains("more groups than the 2 shown", cli.Error, StringComparison.Ordinal);
        Assert.Contains("since 2026-01-02 03:04 UTC", cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from", "yesterday", "--from: \"yesterday\" is not a day such as 2026-01-31")]
    [InlineData("--to", "2026-02-30", "--to: \"2026-02-30\" is not a day")]
    [InlineData("--limit", "0", "--limit: 0 is not a number of groups")]
    public async Task Usage_Refuses_What_Means_Nothing(string flag, string value, string reason)
    {
        var cli = new CliRun(_service);

        Assert.NotEqual(0, await cli.RunAsync("usage", flag, value));
        Assert.Contains(reason, cli.Error, StringComparison.Ordinal);
        Assert.Null(_service.AskedUsage);
    }

    private static Dictionary<string, string> Group(string folder, string kind, string template) => new() { ["folder"] = folder, ["template"] = template, ["templateKind"] = kind };

    private static UsageNumbers Numbers(long runs, double seconds) => new()
    {
        Runs = runs,
        RunsByPhase = new Dictionary<string, long> { ["Succeeded"] = runs - 1, ["Failed"] = 1 },
        RunsRetried = 1,
        Steps = 6,
        StepsByPhase = new Dictionary<string, long> { ["Succeeded"] = 3, ["Failed"] = 2, ["Omitted"] = 1 },
        StepsRetried = 4,
        RunSeconds = seconds,
        QueueSeconds = 7.25,
        StepSeconds = seconds,
        ResourcesDuration = new Dictionary<string, long> { ["memory"] = 100_000, ["cpu"] = 90 },
    };
}
