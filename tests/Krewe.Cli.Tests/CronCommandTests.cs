using Krewe.Cli.Tests.Fakes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Tests;

public sealed class CronCommandTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Slots_Shows_The_Ledger_And_What_Comes()
    {
        var service = new FakeWorkflowService
        {
            Slots = new CronSlotPage
            {
                Items =
                [
                    new CronSlotEntry { DueAt = Noon.AddHours(1), Outcome = "Skipped", DecidedAt = Noon, Reason = "suspended" },
                    new CronSlotEntry { DueAt = Noon, Outcome = "Started", DecidedAt = Noon, RunName = "hourly-1767268800", RunUid = "u" },
                ],
                Totals = new Dictionary<string, long> { ["Started"] = 1, ["Skipped"] = 1 },
                Upcoming = [Noon.AddHours(2)],
            },
        };
        var cli = new CliRun(service);

        Assert.Equal(0, await cli.RunAsync("cron", "slots", "hourly"));

        Assert.Equal(
            """
            DUE                    OUTCOME    RUN                 REASON
            2026-01-01T14:00:00Z   Upcoming   -
            2026-01-01T13:00:00Z   Skipped    -                   suspended
            2026-01-01T12:00:00Z   Started    hourly-1767268800
            In the ledger: 1 Skipped, 1 Started

            """,
            string.Join('\n', cli.Out.Split('\n').Select(line => line.TrimEnd())));

        var filtered = new CliRun(service);
        Assert.Equal(0, await filtered.RunAsync("cron", "slots", "hourly", "--outcome", "skipped"));
        Assert.Contains("suspended", filtered.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("hourly-1767268800", filtered.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_And_List_Show_When_It_Ran_And_Will_Run()
    {
        var service = new FakeWorkflowService();
        service.Definitions[(ResourceKind.CronWorkflow, "yearly")] = new CronWorkflow
        {
            Metadata = new ObjectMeta { Name = "yearly", Namespace = "default" },
            Spec = new CronWorkflowSpec { Schedules = ["@yearly"], Timezone = "UTC", WorkflowSpec = new WorkflowSpec { Arguments = new Arguments { Parameters = [new Parameter { Name = "day", Value = "1" }] } } },
            Status = new CronWorkflowStatus { Conditions = [new Condition { Type = "SubmissionError", Status = "True", Message = "no room" }] },
        };
        var get = new CliRun(service);
        var list = new CliRun(service);

        Assert.Equal(0, await get.RunAsync("cron", "get", "yearly"));
        Assert.Equal(0, await list.RunAsync("cron", "list"));

        Assert.Contains("NextScheduledTime:", get.Out, StringComparison.Ordinal);
        Assert.Matches(@"SubmissionError +no room", get.Out);
        Assert.Matches(@"  day: +1", get.Out);
        Assert.Matches(@"NAME +AGE +LAST RUN +NEXT RUN +SCHEDULES +TIMEZONE +SUSPENDED", list.Out);
    }

    [Fact]
    public async Task Backfill_Makes_Workflows_For_The_Slots_Of_A_Period()
    {
        var service = new FakeWorkflowService();
        service.Definitions[(ResourceKind.CronWorkflow, "daily")] = new CronWorkflow
        {
            Metadata = new ObjectMeta { Name = "daily", Namespace = "default" },
            Spec = new CronWorkflowSpec { Schedules = ["0 6 * * *"], Timezone = "UTC", WorkflowSpec = new WorkflowSpec { Entrypoint = "main" } },
        };
        var cli = new CliRun(service);

        Assert.Equal(0, await cli.RunAsync("cron", "backfill", "daily", "--name", "fix", "--format", "2006-01-02 15:04", "--start", "2026-03-01 06:00", "--end", "2026-03-04 06:00", "--argname", "day", "--maxworkflowcount", "2"));

        Assert.Equal(2, service.Created_.Count);
        var first = service.Created_[0].Workflow;
        Assert.Equal("daily", first.Metadata.Labels!["cronworkflows.argoproj.io/backfill"]);
        Assert.Equal(1, first.Spec.Parallelism);
        Assert.Equal("""["2026-03-02 06:00","2026-03-03 06:00"]""", first.Spec.Templates![0].Steps![0][0].WithParam);
        var call = first.Spec.Templates[1].Workflow!;
        Assert.Equal("main", call.Spec!.Entrypoint);
        Assert.Equal(("day", "{{inputs.parameters.backfillscheduletime}}"), (call.Arguments!.Parameters!.Single().Name, call.Arguments.Parameters!.Single().Value));
        Assert.Contains("Created fix Backfill task for Cronworkflow daily", cli.Out, StringComparison.Ordinal);
        Assert.Contains("Total Backfill Schedule: 3", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backfill_Tells_How_A_Time_Should_Look()
    {
        var cli = new CliRun(new FakeWorkflowService());

        Assert.Equal(1, await cli.RunAsync("cron", "backfill", "daily", "--start", "yesterday"));

        Assert.Contains("--start: 'yesterday' does not fit the format Mon, 02 Jan 2006 15:04:05 MST; a time in it reads Thu, 01 Jan 1970 00:00:00 UTC", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc3339_Is_Read_And_Written()
    {
        var layout = TimeLayout.Of("RFC3339");

        Assert.Equal(Noon, layout.Parse("2026-01-01T12:00:00Z"));
        Assert.Equal(Noon, layout.Parse("2026-01-01T13:00:00+01:00"));
        Assert.Equal("2026-01-01T12:00:00Z", layout.Format(Noon));
    }
}
