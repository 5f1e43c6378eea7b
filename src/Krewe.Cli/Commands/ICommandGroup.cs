using System.CommandLine;

namespace Krewe.Cli.Commands;

/// <summary>Commands that belong together.</summary>
internal interface ICommandGroup
{
    IEnumerable<Command> Build(CommandBinder binder);
}
