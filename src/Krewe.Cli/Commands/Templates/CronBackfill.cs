using System.CommandLine;
using System.Globalization;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Schedules;

namespace Krewe.Cli.Commands.Templates;

/// <summary><c>cron backfill</c>: one workflow that runs a cron workflow for each slot of a period that is past.</summary>
internal static class CronBackfill
{
    private const string BackfillLabel = "cronworkflows.argoproj.io/backfill";
    private const string SlotParameter = "backfillscheduletime";
    private const int MostSlots = 1000;

    public static Command Build(CommandBinder binder)
    {
        var cron = new Argument<string>("CRONWORKFLOW") { Description = "Name of the cron workflow" };
        var name = new Option<string?>("--name") { Description = "Name of the backfill, for the name of its workflow", HelpName = "name" };
        var start = new Option<string>("--start") { Description = "Begin of the period", HelpName = "time", Required = true };
        var end = new Option<string?>("--end") { Description = "End of the period; now if left out", HelpName = "time" };
        var parallel = new Option<bool>("--parallel") { Description = "All runs at once, not one after the other" };
        var argument = new Option<string>("--argname") { Description = "Parameter that gets the slot's time", HelpName = "name", DefaultValueFactory = static _ => "cronScheduleTime" };
        var format = new Option<string>("--format") { Description = "How times are written: Go's layout, or its name (RFC1123, RFC3339)", HelpName = "layout", DefaultValueFactory = static _ => "RFC1123" };
        var most = new Option<int>("--maxworkflowcount") { Description = "Slots of one workflow; more make further workflows", HelpName = "count", DefaultValueFactory = static _ => MostSlots };
        var command = new Command("backfill", "Run a cron workflow for the slots of a period that is past") { cron, name, start, end, parallel, argument, format, most };
        binder.Bind(command, async invocation =>
        {
            var layout = TimeLayout.Of(invocation.Get(format)!);
            var from = Parse(layout, "--start", invocation.Get(start)!);
            var to = invocation.Get(end) is { } text ? Parse(layout, "--end", text) : invocation.Now;
            if (invocation.Get(most) < 1)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "--maxworkflowcount must be at least 1");
            }

            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var reference = new ResourceRef(ResourceKind.CronWorkflow, invocation.Namespace, invocation.Get(cron)!);
                var found = (CronWorkflow)await connection.Service.GetResourceAsync(reference, invocation.CancellationToken).ConfigureAwait(false);
                var slots = CronTimetable.Of(found).Between(from, to, int.MaxValue);
                if (slots.Count == 0)
                {
                    invocation.Console.Write("There is no suitable scheduling time.");
                    return ExitCodes.Success;
                }

                var title = invocation.Get(name) ?? Guid.NewGuid().ToString("n")[..5];
                var created = new List<string>();
                foreach (var chunk in slots.Chunk(invocation.Get(most)))
                {
                    var workflow = Workflow(found, title, invocation.Get(argument)!, [.. chunk.Select(layout.Format)], invocation.Get(parallel));
                    var run = await connection.Service.CreateAsync(new CreateRunRequest { Namespace = invocation.Namespace, Workflow = workflow }, invocation.CancellationToken).ConfigureAwait(false);
                    created.Add(run.Metadata.Name!);
                }

                Report(invocation, $"{title} Backfill task for Cronworkflow {found.Metadata.Name}", (layout.Format(from), layout.Format(to)), slots.Count, created);
                return ExitCodes.Success;
            }
        });
        return command.WithExamples(
            "krewe cron backfill nightly --format RFC3339 --start 2026-03-01T00:00:00Z --end 2026-03-08T00:00:00Z",
            "krewe cron backfill nightly --format 2006-01-02 --start 2026-03-01 --parallel --argname day");
    }

    private static DateTimeOffset Parse(TimeLayout layout, string option, string text) => layout.Parse(text)
        ?? throw new KreweException(KreweErrorCode.InvalidArgument, $"{option}: '{text}' does not fit the format {layout.Text}; a time in it reads {layout.Format(DateTimeOffset.UnixEpoch)}");

    private static Workflow Workflow(CronWorkflow cron, string title, string argument, IReadOnlyList<string> times, bool parallel) => new()
    {
        ApiVersion = "argoproj.io/v1alpha1",
        Kind = nameof(Model.Workflow),
        Metadata = new ObjectMeta
        {
            GenerateName = $"{cron.Metadata.Name}-backfill-{title}-",
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [BackfillLabel] = cron.Metadata.Name! },
        },
        Spec = new WorkflowSpec
        {
            Entrypoint = "main",
            Parallelism = parallel ? null : 1,
            Templates =
            [
                new Template
                {
                    Name = "main",
                    Steps =
                    [
                        [
                            new WorkflowStep
                            {
                                Name = "create-workflow",
                                Template = "create-workflow",
                                Arguments = new Arguments { Parameters = [new Parameter { Name = SlotParameter, Value = "{{item}}" }] },
                                WithParam = System.Text.Json.JsonSerializer.Serialize(times, ModelJson.Default.IReadOnlyListString),
                            },
                        ],
                    ],
                },
                new Template
                {
                    Name = "create-workflow",
                    Inputs = new Inputs { Parameters = [new Parameter { Name = SlotParameter }] },
                    Workflow = new WorkflowCallTemplate
                    {
                        Spec = cron.Spec.WorkflowSpec,
                        Arguments = new Arguments { Parameters = [.. Others(cron, argument), new Parameter { Name = argument, Value = $"{{{{inputs.parameters.{SlotParameter}}}}}" }] },
                        Metadata = new Metadata { Labels = cron.Spec.WorkflowMetadata?.Labels, Annotations = cron.Spec.WorkflowMetadata?.Annotations },
                    },
                },
            ],
        },
    };

    private static IEnumerable<Parameter> Others(CronWorkflow cron, string argument) =>
        (cron.Spec.WorkflowSpec?.Arguments?.Parameters ?? []).Where(parameter => parameter.Name != argument && parameter.Value is not null);

    private static void Report(Invocation invocation, string title, (string Start, string End) period, int slots, List<string> created)
    {
        const string Rule = "==================================================";
        var console = invocation.Console;
        console.Write($"Created {title}");
        console.Write(Rule);
        console.Write("Backfill Period :");
        console.Write($"Start Time : {period.Start}");
        console.Write($"  End Time : {period.End}");
        console.Write(string.Create(CultureInfo.InvariantCulture, $"Total Backfill Schedule: {slots}"));
        console.Write(Rule);
        console.Write("Backfill Workflows:");
        console.Write("   NAMESPACE\t WORKFLOW:");
        for (var i = 0; i < created.Count; i++)
        {
            console.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {invocation.Namespace}\t {created[i]}"));
        }
    }
}
