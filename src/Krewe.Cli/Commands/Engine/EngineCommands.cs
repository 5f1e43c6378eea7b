using System.CommandLine;

namespace Krewe.Cli.Commands.Engine;

/// <summary>The engine and the program itself.</summary>
internal sealed class EngineCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) =>
    [
        ServerCommand.Build(binder),
        DoctorCommand.Build(binder),
        CompletionCommand.Build(binder),
        CompletionCommand.BuildEngine(binder),
        VersionCommand.Build(binder),
    ];
}
