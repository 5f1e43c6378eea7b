using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Insights;

/// <summary><c>pipelines</c>: definitions and like workflows with how their newest runs went.</summary>
internal static class PipelinesCommand
{
    public static Command Build(CommandBinder binder)
    {
        var part = new Argument<string?>("NAME") { Description = "Only those whose names contain this", Arity = ArgumentArity.ZeroOrOne };
        var kind = PipelineChoice.Kind();
        var all = CommonOptions.AllNamespaces();
        var output = CommonOptions.Output("json", "name");
        var command = new Command("pipelines", "List templates, cron workflows and workflows that are called alike, with how their newest runs went") { part, kind, all, output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var query = new PipelinesQuery
                {
                    Namespace = invocation.Get(all) ? Namespaces.All : invocation.Namespace,
                    Kind = PipelineChoice.KindOf(invocation.Get(kind)),
                    Name = invocation.Get(part),
                    Limit = PipelinesQuery.MostPipelines,
                };
                var found = new List<PipelineItem>();
                do
                {
                    var page = await connection.Service.ListPipelinesAsync(query, invocation.CancellationToken).ConfigureAwait(false);
                    found.AddRange(page.Items);
                    query = query with { Continue = page.Continue };
                }
                while (query.Continue is not null);

                switch (invocation.Get(output))
                {
                    case "json":
                        invocation.Console.Write(JsonSerializer.Serialize(new PipelinePage { Items = found }, WireJson.Default.PipelinePage));
                        break;
                    case "name":
                        invocation.Console.Write(found.Select(item => (StyledLine)item.Name));
                        break;
                    default:
                        invocation.Console.Write(HistoryReport.Pipelines(found, invocation.Get(all), invocation.Console.Settings));
                        break;
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe pipelines", "krewe pipelines build -A", "krewe pipelines --kind cron -o json");
    }
}
