using System.CommandLine;
using Krewe.Cli.Commands.Runs;
using Krewe.Cli.Engine;
using Krewe.Cli.Following;
using Krewe.Cli.Output;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Steering;

/// <summary><c>retry</c> and <c>resubmit</c>.</summary>
internal static class RestartCommands
{
    public static Command Retry(CommandBinder binder)
    {
        var successful = new Option<bool>("--restart-successful") { Description = "Also run again the succeeded nodes that --node-field-selector picks" };
        var nodes = CommonOptions.NodeFieldSelector();
        var parameters = CommonOptions.Parameters("Change an input parameter; may be repeated");
        var command = new Command("retry", "Run the failed part of finished runs again, under the same name") { successful, nodes, parameters };
        Bind(binder, command, (service, run, invocation) => service.RetryAsync(
            run,
            new RetryOptions
            {
                RestartSuccessful = invocation.Get(successful),
                NodeFieldSelector = invocation.Get(nodes),
                Parameters = invocation.Get(parameters) ?? [],
            },
            invocation.CancellationToken));
        return command.WithExamples("krewe retry @latest --watch", "krewe retry build-x7k2p --restart-successful --node-field-selector templateName=compile");
    }

    public static Command Resubmit(CommandBinder binder)
    {
        var memoized = new Option<bool>("--memoized") { Description = "Take over the results of what succeeded" };
        var parameters = CommonOptions.Parameters("Change an input parameter; may be repeated");
        var command = new Command("resubmit", "Start new runs with the specs of others") { memoized, parameters };
        Bind(binder, command, (service, run, invocation) => service.ResubmitAsync(
            run,
            new ResubmitOptions { Memoized = invocation.Get(memoized), Parameters = invocation.Get(parameters) ?? [] },
            invocation.CancellationToken));
        return command.WithExamples("krewe resubmit @latest --watch", "krewe resubmit build-x7k2p --memoized -p branch=fix");
    }

    private static void Bind(CommandBinder binder, Command command, Func<IWorkflowService, RunRef, Invocation, Task<Workflow>> act)
    {
        var names = CommonOptions.RunNames(ArgumentArity.ZeroOrMore);
        var filter = new RunFilter();
        var wait = new Option<bool>("--wait", "-w") { Description = "Wait until the run is over" };
        var watch = new Option<bool>("--watch") { Description = "Follow the run until it is over" };
        var log = new Option<bool>("--log") { Description = "Show the steps' output until the run is over" };
        var output = CommonOptions.Output("name", "json", "yaml", "wide");
        command.Arguments.Add(names);
        filter.AddTo(command);
        foreach (var option in new Option[] { wait, watch, log, output })
        {
            command.Options.Add(option);
        }

        binder.Bind(command, async invocation =>
        {
            var given = invocation.Get(names)!;
            if (given.Length == 0 && !filter.IsGiven(invocation))
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"requires either selector or workflow: name the runs to {command.Name}, or select them with -l");
            }

            var follow = new FollowOptions(invocation.Get(log), invocation.Get(watch), invocation.Get(output));
            var stays = follow.Log || follow.Watch || invocation.Get(wait);
            var connection = await invocation.ConnectAsync(sharing: stays ? EngineSharing.Soon : EngineSharing.None).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var selected = filter.IsGiven(invocation) ? await filter.FindAsync(invocation, connection.Service).ConfigureAwait(false) : [];
                var runs = given.Select(invocation.Run).Concat(selected.Select(workflow => new RunRef(workflow.Metadata.Namespace ?? invocation.Namespace, workflow.Metadata.Name ?? "", workflow.Metadata.Uid)));
                var exitCode = ExitCodes.Success;
                foreach (var run in runs)
                {
                    var workflow = await act(connection.Service, run, invocation).ConfigureAwait(false);
                    Print(invocation.Console, workflow, follow.Output);
                    if (stays)
                    {
                        exitCode = Math.Max(exitCode, await FollowAsync(invocation, connection.Service, workflow, follow, invocation.Get(wait)).ConfigureAwait(false));
                    }
                }

                return exitCode;
            }
        });
    }

    private static void Print(CliConsole console, Workflow workflow, string? format)
    {
        switch (format)
        {
            case "name":
                console.Write(workflow.Metadata.Name ?? "");
                break;
            case "json" or "yaml":
                console.WriteRaw(ResourceWriter.Write(workflow, format));
                break;
            default:
                console.Write(RunReport.Lines(workflow, console.Settings, output: format));
                break;
        }
    }

    private static async Task<int> FollowAsync(Invocation invocation, IWorkflowService service, Workflow workflow, FollowOptions follow, bool waitOnly)
    {
        var follower = new RunFollower(service, invocation.Context);
        var view = waitOnly && !follow.Watch ? new QuietView() : follow.View(invocation.Console);
        var result = await follower.FollowAsync(workflow, view, follow.Log, stopOnInterrupt: false, invocation.CancellationToken).ConfigureAwait(false);
        if (!result.Left && follow.Output is null)
        {
            invocation.Console.Write(RunReport.Lines(result.Workflow, invocation.Console.Settings));
            await follower.ExplainAsync(result.Workflow, invocation.CancellationToken).ConfigureAwait(false);
        }

        return result.ExitCode;
    }
}
