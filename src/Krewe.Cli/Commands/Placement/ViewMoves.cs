using Krewe.Client;

namespace Krewe.Cli.Commands.Placement;

/// <summary>Saved views that go along with their folder.</summary>
internal static class ViewMoves
{
    /// <summary>Puts views into other folders of their namespace, each where a function says.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> MoveAsync(Invocation invocation, IWorkflowService service, string source, Func<string, string> goal, bool dryRun)
    {
        var all = await service.ListViewsAsync(new ViewsQuery { Namespace = invocation.Namespace }, invocation.CancellationToken).ConfigureAwait(false);
        var moves = all.Where(view => new FolderPlace(invocation.Namespace, source).Has(view.Namespace ?? "", view.Folder ?? "")).Select(view => (View: view, Folder: goal(view.Folder!))).ToList();
        foreach (var (view, folder) in moves)
        {
            if (folder.Length == 0)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"view \"{view.Name}\" of folder \"{view.Folder}\" needs a folder to go to; delete it, or save it outside of folders, and then move the rest");
            }

            if (folder != view.Folder && all.Any(other => other.Name == view.Name && other.Folder == folder && other.Namespace == view.Namespace))
            {
                throw new KreweException(KreweErrorCode.AlreadyExists, $"there is a view \"{view.Name}\" in folder \"{folder}\" already; rename one of them, or delete it, and then move the rest");
            }
        }

        foreach (var (view, folder) in moves.Where(move => move.Folder != move.View.Folder))
        {
            if (!dryRun)
            {
                await service.PutViewAsync(view with { Folder = folder }, cancellationToken: invocation.CancellationToken).ConfigureAwait(false);
                await service.DeleteViewAsync(ViewRef.Of(view), cancellationToken: invocation.CancellationToken).ConfigureAwait(false);
            }

            invocation.Console.Write($"View '{view.Name}' moved from {view.Folder} to {folder}{(dryRun ? " (dry-run)" : "")}");
        }

        return moves.Count;
    }
}
