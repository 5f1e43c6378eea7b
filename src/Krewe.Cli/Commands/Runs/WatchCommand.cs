using System.CommandLine;
using Krewe.Cli.Engine;
using Krewe.Cli.Following;
using Krewe.Cli.Rendering;

namespace Krewe.Cli.Commands.Runs;

internal static class WatchCommand
{
    public static Command Build(CommandBinder binder)
    {
        var name = CommonOptions.RunName();
        var log = new Option<bool>("--log") { Description = "Show the steps' output as it is written" };
        var command = new Command("watch", "Follow a run until it is over; Ctrl-C leaves it running") { name, log };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync(sharing: EngineSharing.Soon).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var workflow = await connection.Service.GetAsync(invocation.Run(invocation.Get(name)!), invocation.CancellationToken).ConfigureAwait(false);
                var options = new FollowOptions(invocation.Get(log), Watch: true, Output: null);
                var follower = new RunFollower(connection.Service, invocation.Context);
                var result = await follower.FollowAsync(workflow, options.View(invocation.Console), options.Log, stopOnInterrupt: false, invocation.CancellationToken).ConfigureAwait(false);
                if (result.Left)
                {
                    return result.ExitCode;
                }

                invocation.Console.Write(RunReport.Lines(result.Workflow, invocation.Console.Settings));
                await follower.ExplainAsync(result.Workflow, invocation.CancellationToken).ConfigureAwait(false);
                return result.ExitCode;
            }
        });
        return command.WithExamples("krewe watch @latest", "krewe watch build-x7k2p --log");
    }
}
