using System.CommandLine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Steering;

/// <summary>Acting on runs that are there.</summary>
internal sealed class SteeringCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) =>
    [
        Stop(binder),
        Terminate(binder),
        Suspend(binder),
        Resume(binder),
        RestartCommands.Retry(binder),
        RestartCommands.Resubmit(binder),
        DeleteCommand.Build(binder),
        NodeCommand.Build(binder),
    ];

    private static Command Stop(CommandBinder binder)
    {
        var nodes = CommonOptions.NodeFieldSelector();
        var message = new Option<string?>("--message") { Description = "Message for the nodes that are failed", HelpName = "text" };
        var command = new ActOnRuns("stop", "Stop runs: nothing new starts, exit handlers do run", "stopped") { nodes, message };
        command.BindTo(binder, (service, run, invocation) =>
            service.StopAsync(run, new StopOptions { NodeFieldSelector = invocation.Get(nodes), Message = invocation.Get(message) }, invocation.CancellationToken));
        return command.WithExamples("krewe stop @latest", "krewe stop -l app=shop", "krewe stop deploy --node-field-selector displayName=approve --message 'not today'");
    }

    private static Command Terminate(CommandBinder binder)
    {
        var command = new ActOnRuns("terminate", "Terminate runs at once: steps are killed, exit handlers do not run", "terminated");
        command.BindTo(binder, (service, run, invocation) => service.TerminateAsync(run, invocation.CancellationToken));
        return command.WithExamples("krewe terminate @latest", "krewe terminate -l app=shop --dry-run");
    }

    private static Command Suspend(CommandBinder binder)
    {
        var command = new ActOnRuns("suspend", "Suspend runs: what runs goes on, nothing new starts", "suspended");
        command.BindTo(binder, (service, run, invocation) => service.SuspendAsync(run, invocation.CancellationToken));
        return command.WithExamples("krewe suspend @latest");
    }

    private static Command Resume(CommandBinder binder)
    {
        var nodes = CommonOptions.NodeFieldSelector();
        var command = new ActOnRuns("resume", "Resume suspended runs, or suspended nodes of them", "resumed") { nodes };
        command.BindTo(binder, (service, run, invocation) =>
            service.ResumeAsync(run, new ResumeOptions { NodeFieldSelector = invocation.Get(nodes) }, invocation.CancellationToken));
        return command.WithExamples("krewe resume @latest", "krewe resume deploy --node-field-selector displayName=approve");
    }
}
