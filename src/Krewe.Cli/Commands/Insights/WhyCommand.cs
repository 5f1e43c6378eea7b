using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Insights;

/// <summary><c>why</c>: the steps at which a run failed.</summary>
internal static class WhyCommand
{
    public static Command Build(CommandBinder binder)
    {
        var name = CommonOptions.RunName();
        var output = CommonOptions.Output("json");
        var command = new Command("why", "Tell why a run failed: the steps at fault, the ends of their logs, and since when they fail") { name, output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var report = await connection.Service.ExplainAsync(invocation.Run(invocation.Get(name)!), invocation.CancellationToken).ConfigureAwait(false);
                if (invocation.Get(output) == "json")
                {
                    invocation.Console.Write(JsonSerializer.Serialize(report, WireJson.Default.FailureReport));
                }
                else
                {
                    invocation.Console.Write(WhyReport.Lines(report, invocation.Console.Settings));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe why @latest", "krewe why build-x7k2p -o json");
    }
}
