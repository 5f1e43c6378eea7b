using System.CommandLine;

namespace Krewe.Cli.Commands.Manifests;

/// <summary>Commands about files alone: they need no engine and start none.</summary>
internal sealed class ManifestCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) =>
    [
        LintCommand.Build(binder, kind: null, group: null),
        ConvertCommand.Build(binder),
        SchemaCommand.Build(binder),
    ];
}
