using System.CommandLine;
using Krewe.Cli.Output;
using Krewe.Cli.Rendering;

namespace Krewe.Cli.Commands.Runs;

internal static class GetCommand
{
    public static Command Build(CommandBinder binder)
    {
        var names = CommonOptions.RunNames();
        var output = CommonOptions.Output("name", "json", "yaml", "short", "wide");
        var status = new Option<string?>("--status") { Description = "Only nodes in this phase", HelpName = "phase" };
        var nodes = CommonOptions.NodeFieldSelector();
        var command = new Command("get", "Show runs in full: state, parameters, and the tree of their steps") { names, output, status, nodes };
        binder.Bind(command, async invocation =>
        {
            var selector = NodeChoice.Parse(invocation.Get(nodes), invocation.Get(status));
            var format = invocation.Get(output);
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                foreach (var name in invocation.Get(names)!)
                {
                    var workflow = await connection.Service.GetAsync(invocation.Run(name), invocation.CancellationToken).ConfigureAwait(false);
                    switch (format)
                    {
                        case "name":
                            invocation.Console.Write(workflow.Metadata.Name ?? "");
                            break;
                        case "json" or "yaml":
                            invocation.Console.WriteRaw(ResourceWriter.Write(workflow, format));
                            break;
                        default:
                            invocation.Console.Write(RunReport.Lines(workflow, invocation.Console.Settings, selector, format));
                            break;
                    }
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe get @latest", "krewe get build-x7k2p --status Failed", "krewe get @latest -o yaml");
    }
}
