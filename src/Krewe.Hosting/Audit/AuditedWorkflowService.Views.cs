using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <content>Views that others see; what is one's own is nobody else's business.</content>
internal sealed partial class AuditedWorkflowService
{
    private const string Views = "views";

    public override Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        if (IsOwn(ViewRef.Of(view)))
        {
            return base.PutViewAsync(view, overrides, cancellationToken);
        }

        var change = Change("update", ViewRef.Of(view));
        return log.DoAsync(
            change,
            async () =>
            {
                await SetBeforeAsync(change, ViewRef.Of(view), cancellationToken).ConfigureAwait(false);
                var kept = await base.PutViewAsync(view, overrides, cancellationToken).ConfigureAwait(false);
                change.After = JsonSerializer.SerializeToNode(kept, WireJson.Default.SavedView);
                return kept;
            },
            cancellationToken);
    }

    public override Task DeleteViewAsync(ViewRef view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        if (IsOwn(view))
        {
            return base.DeleteViewAsync(view, overrides, cancellationToken);
        }

        var change = Change("delete", view);
        return log.DoAsync(
            change,
            async () =>
            {
                await SetBeforeAsync(change, view, cancellationToken).ConfigureAwait(false);
                await base.DeleteViewAsync(view, overrides, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    private static bool IsOwn(ViewRef view) => !view.Shared && string.IsNullOrEmpty(view.Folder);

    private static AuditedChange Change(string action, ViewRef view) => new(action, Views) { Namespace = view.Namespace ?? "", Name = view.Name };

    private async Task SetBeforeAsync(AuditedChange change, ViewRef view, CancellationToken cancellationToken)
    {
        // A folder that is none is refused where the change is made.
        var folder = view.Folder is { Length: > 0 } path && Folders.Problem(path) is null ? path : null;
        var query = new ViewsQuery { Namespace = folder is null ? "" : view.Namespace ?? "", Folder = folder };
        var before = (await base.ListViewsAsync(query, cancellationToken).ConfigureAwait(false)).FirstOrDefault(found => found.Shared && found.Name == view.Name && found.Folder == folder && (folder is null || found.Namespace == view.Namespace));
        change.Before = before is null ? null : JsonSerializer.SerializeToNode(before, WireJson.Default.SavedView);
    }
}
