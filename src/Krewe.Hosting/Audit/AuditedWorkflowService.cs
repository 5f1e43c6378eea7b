using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Hosting;

/// <summary>The service as all doors have it: every change goes through the log. What the engine does by itself goes past it.</summary>
/// <param name="inner">The service that makes the changes.</param>
/// <param name="log">The log.</param>
internal sealed partial class AuditedWorkflowService(WorkflowService inner, AuditLog log) : ForwardingWorkflowService(inner)
{
    private const string Tokens = "tokens";
    private const string SyncLimits = "synclimits";
    private const string Artifacts = "artifacts";
    private const string Deliveries = "eventdeliveries";

    public override Task<CreatedToken> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default)
    {
        var change = new AuditedChange("create", Tokens)
        {
            Name = request.Name,
            Request = new JsonObject { ["role"] = request.Role.ToString(), ["namespaces"] = AuditNotes.List(request.Namespaces), ["lifetimeSeconds"] = request.LifetimeSeconds },
        };
        return log.DoAsync(
            change,
            async () =>
            {
                var created = await base.CreateTokenAsync(request, cancellationToken).ConfigureAwait(false);
                change.After = AuditNotes.Of(created.Token);
                return created;
            },
            cancellationToken);
    }

    public override async Task RevokeTokenAsync(string name, CancellationToken cancellationToken = default)
    {
        var change = new AuditedChange("delete", Tokens) { Name = name };
        await log.DoAsync(
            change,
            async () =>
            {
                change.Before = AuditNotes.Of((await base.ListTokensAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(token => token.Name == name));
                await base.RevokeTokenAsync(name, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override Task<SyncLimit> CreateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) =>
        ChangeLimitAsync("create", limit, () => base.CreateSyncLimitAsync(limit, cancellationToken), cancellationToken);

    public override Task<SyncLimit> UpdateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) =>
        ChangeLimitAsync("update", limit, () => base.UpdateSyncLimitAsync(limit, cancellationToken), cancellationToken);

    public override Task DeleteSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => ChangeLimitAsync(
        "delete",
        limit,
        async () =>
        {
            await base.DeleteSyncLimitAsync(limit, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public override Task<UploadedArtifact> UploadArtifactAsync(ArtifactUpload upload, Stream content, CancellationToken cancellationToken = default)
    {
        var change = new AuditedChange("create", Artifacts)
        {
            Namespace = upload.Namespace,
            Name = upload.ArtifactName,
            Request = new JsonObject { ["workflowTemplate"] = upload.WorkflowTemplate, ["fileName"] = upload.FileName },
        };
        return log.DoAsync(
            change,
            async () =>
            {
                var stored = await base.UploadArtifactAsync(upload, content, cancellationToken).ConfigureAwait(false);
                change.After = JsonSerializer.SerializeToNode(stored, WireJson.Default.UploadedArtifact);
                return stored;
            },
            cancellationToken);
    }

    public override Task<EventDelivery> ReplayDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default) => log.DoAsync(
        new AuditedChange("replay", Deliveries) { Namespace = @namespace, Name = id },
        () => base.ReplayDeliveryAsync(@namespace, id, cancellationToken),
        cancellationToken);

    private Task<T> ChangeLimitAsync<T>(string action, SyncLimit limit, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        var change = new AuditedChange(action, SyncLimits)
        {
            Namespace = limit.Namespace,
            Name = limit.Key,
            Request = new JsonObject { ["type"] = limit.Type, ["cmName"] = limit.CmName, ["limit"] = limit.Limit },
        };
        return log.DoAsync(
            change,
            async () =>
            {
                change.Before = await LimitAsync(limit, cancellationToken).ConfigureAwait(false);
                var changed = await act().ConfigureAwait(false);
                change.After = changed is SyncLimit after ? new JsonObject { ["limit"] = after.Limit } : null;
                return changed;
            },
            cancellationToken);
    }

    private async Task<JsonNode?> LimitAsync(SyncLimit limit, CancellationToken cancellationToken)
    {
        try
        {
            return new JsonObject { ["limit"] = (await base.GetSyncLimitAsync(limit, cancellationToken).ConfigureAwait(false)).Limit };
        }
        catch (KreweException)
        {
            // There is none, or the question is wrong, which the change itself is told.
            return null;
        }
    }
}
