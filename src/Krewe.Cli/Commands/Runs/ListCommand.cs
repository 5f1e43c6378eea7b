using System.CommandLine;
using Krewe.Cli.Output;
using Krewe.Cli.Rendering;

namespace Krewe.Cli.Commands.Runs;

internal static class ListCommand
{
    public static Command Build(CommandBinder binder)
    {
        var filter = new RunFilter();
        var noHeaders = new Option<bool>("--no-headers") { Description = "Without the line of column names" };
        var output = CommonOptions.Output("name", "json", "yaml", "wide");
        var command = new Command("list", "List runs, newest first") { noHeaders, output };
        command.Aliases.Add("ls");
        filter.AddTo(command);
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var format = invocation.Get(output);
                var console = invocation.Console;
                var runs = await filter.FindAsync(invocation, connection.Service, nodes: format is "json" or "yaml" or "wide").ConfigureAwait(false);
                switch (format)
                {
                    case "name":
                        console.Write(runs.Select(run => (StyledLine)(run.Metadata.Name ?? "")));
                        break;
                    case "json" or "yaml":
                        console.WriteRaw(ResourceWriter.Write(runs, format));
                        break;
                    default:
                        if (runs.Count == 0)
                        {
                            console.Write("No workflows found");
                            break;
                        }

                        console.Write(RunTable.Lines(runs, console.Settings, !invocation.Get(noHeaders), filter.AllNamespaces(invocation), format == "wide"));
                        break;
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples(
            "krewe list",
            "krewe list -A --status Failed,Error --since 1d",
            "krewe list -l app=shop --running -o name",
            "krewe list --filter 'status:failed -template:nightly-* duration:>10m message:\"out of memory\"'",
            "krewe list --prefix nightly- --older 7d -o wide");
    }
}
