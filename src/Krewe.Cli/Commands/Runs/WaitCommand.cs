using System.CommandLine;
using Krewe.Cli.Engine;
using Krewe.Cli.Following;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Runs;

internal static class WaitCommand
{
    public static Command Build(CommandBinder binder)
    {
        var names = CommonOptions.RunNames();
        var ignore = new Option<bool>("--ignore-not-found") { Description = "A run that is not there counts as over" };
        var command = new Command("wait", "Wait until runs are over; exit code 1 if one of them fails") { names, ignore };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync(sharing: EngineSharing.Soon).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var waits = invocation.Get(names)!.Select(name => WaitAsync(invocation, connection.Service, name, invocation.Get(ignore)));
                return (await Task.WhenAll(waits).ConfigureAwait(false)).Max();
            }
        });
        return command.WithExamples("krewe wait @latest", "krewe wait build-x7k2p test-9fzqd");
    }

    private static async Task<int> WaitAsync(Invocation invocation, IWorkflowService service, string name, bool ignoreNotFound)
    {
        try
        {
            var workflow = await service.GetAsync(invocation.Run(name), invocation.CancellationToken).ConfigureAwait(false);
            var result = await new RunFollower(service, invocation.Context)
                .FollowAsync(workflow, new QuietView(), logs: false, stopOnInterrupt: false, invocation.CancellationToken).ConfigureAwait(false);
            if (!result.Left)
            {
                invocation.Console.Write($"{result.Workflow.Metadata.Name} {result.Workflow.Status?.Phase ?? WorkflowPhase.Unknown} at {result.Workflow.Status?.FinishedAt:yyyy-MM-dd HH:mm:ss zzz}");
            }

            return result.ExitCode;
        }
        catch (KreweException exception) when (ignoreNotFound && exception.Code == KreweErrorCode.NotFound)
        {
            return ExitCodes.Success;
        }
    }
}
