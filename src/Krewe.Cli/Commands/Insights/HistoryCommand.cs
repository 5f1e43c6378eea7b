using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Insights;

/// <summary><c>history</c>: the numbered runs of a definition, or its steps by runs.</summary>
internal static class HistoryCommand
{
    private const int DefaultLimit = 20;
    private const int RunsOfMatrix = 10;

    public static Command Build(CommandBinder binder)
    {
        var name = new Argument<string>("NAME") { Description = "Name of a template or cron workflow, or what the names of like runs begin with" };
        var kind = PipelineChoice.Kind();
        var limit = new Option<int?>("--limit") { Description = $"At most so many runs, the newest first ({DefaultLimit}; {RunsOfMatrix} with --steps)", HelpName = "count" };
        var before = new Option<long?>("--before") { Description = "Only runs with smaller numbers", HelpName = "number" };
        var steps = new Option<bool>("--steps") { Description = "Show how each step went in each run" };
        var output = CommonOptions.Output("json", "name");
        var command = new Command("history", "Show the numbered runs of a template, cron workflow or of workflows that are called alike") { name, kind, limit, before, steps, output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var (service, cancel) = (connection.Service, invocation.CancellationToken);
                var pipeline = await PipelineChoice.FindAsync(service, invocation.Namespace, invocation.Get(name)!, invocation.Get(kind), cancel).ConfigureAwait(false);
                var query = new PipelineRunsQuery(new PipelineRef(pipeline.Namespace, pipeline.Kind, pipeline.Name))
                {
                    Before = invocation.Get(before),
                    Limit = Math.Clamp(invocation.Get(limit) ?? (invocation.Get(steps) ? RunsOfMatrix : DefaultLimit), 1, PipelineRunsQuery.MostRuns),
                };
                if (invocation.Get(steps))
                {
                    var matrix = await service.GetPipelineMatrixAsync(new PipelineMatrixQuery(query) { Steps = PipelineMatrixQuery.MostSteps }, cancel).ConfigureAwait(false);
                    Print(invocation, output, matrix, WireJson.Default.PipelineMatrix, matrix.Runs.Items, () => HistoryReport.Matrix(matrix, invocation.Console.Settings));
                }
                else
                {
                    var page = await service.ListPipelineRunsAsync(query, cancel).ConfigureAwait(false);
                    Print(invocation, output, page, WireJson.Default.PipelineRunPage, page.Items, () => HistoryReport.Runs(pipeline, page, invocation.Console.Settings));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe history build", "krewe history nightly --kind cron --limit 50", "krewe history build --steps");
    }

    private static void Print<T>(
        Invocation invocation, Option<string?> output, T answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, IEnumerable<PipelineRunItem> runs, Func<IEnumerable<StyledLine>> lines)
    {
        switch (invocation.Get(output))
        {
            case "json":
                invocation.Console.Write(JsonSerializer.Serialize(answer, type));
                break;
            case "name":
                invocation.Console.Write(runs.Select(run => (StyledLine)run.Name));
                break;
            default:
                invocation.Console.Write(lines());
                break;
        }
    }
}
