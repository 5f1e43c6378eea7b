using System.CommandLine;

namespace Krewe.Cli.Commands.Runs;

/// <summary>Starting runs and looking at them.</summary>
internal sealed class RunCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) =>
    [
        RunCommand.Build(binder),
        SubmitCommand.Build(binder),
        ListCommand.Build(binder),
        GetCommand.Build(binder),
        LogsCommand.Build(binder),
        WatchCommand.Build(binder),
        WaitCommand.Build(binder),
        QueueCommand.Build(binder),
    ];
}
