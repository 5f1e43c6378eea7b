using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Hosting;

/// <content>Views that others see; what is one's own is nobody else's business.</content>
internal sealed partial class AuditedWorkflowService
{
    private const string Views = "views";

    public override Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        if (!view.Shared)
        {
            return base.PutViewAsync(view, overrides, cancellationToken);
        }

        var change = new AuditedChange("update", Views) { Name = view.Name };
        return log.DoAsync(
            change,
            async () =>
            {
                await SetBeforeAsync(change, view.Name, cancellationToken).ConfigureAwait(false);
                var kept = await base.PutViewAsync(view, overrides, cancellationToken).ConfigureAwait(false);
                change.After = JsonSerializer.SerializeToNode(kept, WireJson.Default.SavedView);
                return kept;
            },
            cancellationToken);
    }

    public override Task DeleteViewAsync(string name, bool shared, bool overrides = false, CancellationToken cancellationToken = default)
    {
        if (!shared)
        {
            return base.DeleteViewAsync(name, shared, overrides, cancellationToken);
        }

        var change = new AuditedChange("delete", Views) { Name = name };
        return log.DoAsync(
            change,
            async () =>
            {
                await SetBeforeAsync(change, name, cancellationToken).ConfigureAwait(false);
                await base.DeleteViewAsync(name, shared, overrides, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    private async Task SetBeforeAsync(AuditedChange change, string name, CancellationToken cancellationToken)
    {
        var before = (await base.ListViewsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(view => view.Shared && view.Name == name);
        change.Before = before is null ? null : JsonSerializer.SerializeToNode(before, WireJson.Default.SavedView);
    }
}
