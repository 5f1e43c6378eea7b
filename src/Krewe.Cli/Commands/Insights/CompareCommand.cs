using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Insights;

/// <summary><c>compare</c>: what differs between two runs.</summary>
internal static class CompareCommand
{
    public static Command Build(CommandBinder binder)
    {
        var left = new Argument<string>("LEFT") { Description = "Name of a run" };
        var right = new Argument<string>("RIGHT") { Description = "Name of the run to compare it with; @latest is the newest one" };
        var output = CommonOptions.Output("json");
        var command = new Command("compare", "Show what differs between two runs: arguments, images, definition, steps, outputs") { left, right, output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var comparison = await connection.Service.CompareAsync(invocation.Run(invocation.Get(left)!), invocation.Run(invocation.Get(right)!), invocation.CancellationToken).ConfigureAwait(false);
                if (invocation.Get(output) == "json")
                {
                    invocation.Console.Write(JsonSerializer.Serialize(comparison, WireJson.Default.RunComparison));
                }
                else
                {
                    invocation.Console.Write(ComparisonReport.Lines(comparison));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe compare build-x7k2p @latest", "krewe compare build-x7k2p build-b4qz9 -o json");
    }
}
