using System.CommandLine;
using Krewe.Cli.Commands.Templates;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Cli.Commands.Placement;

/// <summary><c>folders move</c>: definitions one by one, or all that lie in a folder.</summary>
internal static class MoveCommand
{
    public static Command Build(CommandBinder binder)
    {
        var names = new Argument<string[]>("KIND/NAME") { Description = "What to move: template/NAME, cron/NAME, event-binding/NAME, event-source/NAME, sensor/NAME", Arity = ArgumentArity.ZeroOrMore };
        var from = new Option<string?>("--from") { Description = "Move all that lies in this folder; what lies in folders of it goes to like ones of the other", HelpName = "path" };
        var to = new Option<string>("--to") { Description = "Where to; \"\" takes it out of all folders", HelpName = "path", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would be moved" };
        var command = new Command("move", "Move definitions into a folder; runs stay where they were started") { names, from, to, dryRun };
        binder.Bind(command, async invocation =>
        {
            var target = FolderPaths.Read(to, invocation.Get(to)!);
            var given = invocation.Get(names)!.Select(DefinitionName.Parse).ToList();
            var source = invocation.Get(from);
            if (given.Count == 0 == source is null)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "move needs names of definitions (template/build), or --from with a folder, not both");
            }

            if (source?.Length == 0)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "--from needs the path of a folder; name what lies in none");
            }

            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (source is not null)
                {
                    await MoveAllAsync(invocation, connection.Service, FolderPaths.Read(from, source), to, invocation.Get(dryRun)).ConfigureAwait(false);
                }

                foreach (var name in given)
                {
                    await MoveAsync(invocation, connection.Service, name, target, invocation.Get(dryRun)).ConfigureAwait(false);
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe folders move template/build cron/nightly --to team/ci", "krewe folders move --from team/old --to team/new --dry-run", "krewe folders move template/build --to \"\"");
    }

    /// <summary>Moves what lies in a folder and below it.</summary>
    private static async Task MoveAllAsync(Invocation invocation, IWorkflowService service, string source, Option<string> to, bool dryRun)
    {
        string Goal(string folder) => FolderPaths.Read(to, (invocation.Get(to) + folder[source.Length..]).TrimStart('/'));

        var moves = new List<(DefinitionName Name, string Folder)>();
        foreach (var kind in DefinitionName.Kinds)
        {
            var query = new ListResourcesQuery { Kind = kind, Namespace = invocation.Namespace };
            var found = await ReadDefinition.FindAsync(service, query, invocation.CancellationToken).ConfigureAwait(false);
            moves.AddRange(found.Where(definition => Folders.IsIn(Folders.Of(definition.Metadata), source)).Select(definition => (new DefinitionName(kind, definition.Metadata.Name!), Goal(Folders.Of(definition.Metadata)))));
        }

        // Views first: what is in their way is told before anything has moved.
        if (await ViewMoves.MoveAsync(invocation, service, source, Goal, dryRun).ConfigureAwait(false) == 0 && moves.Count == 0)
        {
            throw new KreweException(KreweErrorCode.NotFound, $"nothing that can be moved lies in folder \"{source}\" of namespace \"{invocation.Namespace}\"; 'krewe folders' lists what there is");
        }

        foreach (var (name, folder) in moves)
        {
            await MoveAsync(invocation, service, name, folder, dryRun).ConfigureAwait(false);
        }
    }

    private static async Task MoveAsync(Invocation invocation, IWorkflowService service, DefinitionName name, string folder, bool dryRun)
    {
        var found = await service.GetResourceAsync(new ResourceRef(name.Kind, invocation.Namespace, name.Name), invocation.CancellationToken).ConfigureAwait(false);
        var words = $"{name.Kind} '{name.Name}'";
        if (Folders.Of(found.Metadata) is var before && before == folder)
        {
            invocation.Console.Write($"{words} lies in {FolderPaths.Words(folder)} already");
            return;
        }

        if (!dryRun)
        {
            await PutAsync(invocation, service, found, folder).ConfigureAwait(false);
        }

        invocation.Console.Write($"{words} moved from {FolderPaths.Words(before)} to {FolderPaths.Words(folder)}{(dryRun ? " (dry-run)" : "")}");
    }

    /// <summary>Somebody may change the definition in between: their change stays, and it is moved all the same.</summary>
    private static async Task PutAsync(Invocation invocation, IWorkflowService service, ArgoResource found, string folder)
    {
        var reference = new ResourceRef(ResourceRoutes.KindOf(found), invocation.Namespace, found.Metadata.Name!);
        while (true)
        {
            try
            {
                await service.UpdateResourceAsync(invocation.Namespace, found with { Metadata = Folders.Put(found.Metadata, folder) }, invocation.CancellationToken).ConfigureAwait(false);
                return;
            }
            catch (KreweException changed) when (changed.Code == KreweErrorCode.Aborted)
            {
                found = await service.GetResourceAsync(reference, invocation.CancellationToken).ConfigureAwait(false);
            }
        }
    }
}
