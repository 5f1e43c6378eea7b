using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Output;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model.Runs;

namespace Krewe.Cli.Commands.Placement;

/// <summary><c>folders</c>: what lies in which folder, and <c>folders move</c>.</summary>
internal sealed class FolderCommands : ICommandGroup
{
    private readonly Option<string?> _folder = new("--folder") { Description = "Only this folder and those below it", HelpName = "path" };
    private readonly Option<bool> _allNamespaces = CommonOptions.AllNamespaces();
    private readonly Option<bool> _noHeaders = new("--no-headers") { Description = "Without the line of column names" };
    private readonly Option<string?> _output = CommonOptions.Output("name", "json", "yaml", "wide");

    public IEnumerable<Command> Build(CommandBinder binder)
    {
        var command = new Command("folders", "List folders, with how much lies in and below each") { _folder, _allNamespaces, _noHeaders, _output };
        command.Subcommands.Add(MoveCommand.Build(binder));
        binder.Bind(command, async invocation =>
        {
            var within = FolderPaths.Read(_folder, invocation.Get(_folder) ?? "");
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var query = new FoldersQuery { Namespace = invocation.Get(_allNamespaces) ? Namespaces.All : invocation.Namespace };
                var found = await connection.Service.ListFoldersAsync(query, invocation.CancellationToken).ConfigureAwait(false);
                Write(invocation, new FolderList { Items = [.. found.Items.Where(item => Folders.IsIn(item.Path, within))] });
                return ExitCodes.Success;
            }
        });
        return [command.WithExamples("krewe folders", "krewe folders -A --folder team -o wide", "krewe folders -o json", "krewe folders move template/build cron/nightly --to team/ci")];
    }

    private void Write(Invocation invocation, FolderList folders)
    {
        var console = invocation.Console;
        switch (invocation.Get(_output))
        {
            case "name":
                console.Write(folders.Items.Select(item => (StyledLine)item.Path));
                break;
            case "json" or "yaml":
                console.WriteRaw(ResourceWriter.Write(JsonSerializer.SerializeToElement(folders, WireJson.Default.FolderList), invocation.Get(_output)!));
                break;
            default:
                if (folders.Items.Count == 0)
                {
                    console.Write("No folders found");
                    break;
                }

                console.Write(FolderTable.Lines(folders.Items, !invocation.Get(_noHeaders), invocation.Get(_allNamespaces) || invocation.Get(_output) == "wide"));
                break;
        }
    }
}
