using Krewe.Client;

namespace Krewe.Api;

/// <content>What lies in no folder: limits, deliveries of events, tokens, the log of changes; and what is the caller's own.</content>
internal sealed partial class ConfinedWorkflowService
{
    public Task<SyncLimit> CreateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default)
    {
        RequireWhole(limit.Namespace);
        return inner.CreateSyncLimitAsync(limit, cancellationToken);
    }

    public Task<SyncLimit> GetSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default)
    {
        RequireWhole(limit.Namespace);
        return inner.GetSyncLimitAsync(limit, cancellationToken);
    }

    public Task<SyncLimit> UpdateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default)
    {
        RequireWhole(limit.Namespace);
        return inner.UpdateSyncLimitAsync(limit, cancellationToken);
    }

    public Task DeleteSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default)
    {
        RequireWhole(limit.Namespace);
        return inner.DeleteSyncLimitAsync(limit, cancellationToken);
    }

    public Task<IReadOnlyList<LockInfo>> ListLocksAsync(string @namespace, CancellationToken cancellationToken = default)
    {
        RequireWhole(@namespace);
        return inner.ListLocksAsync(@namespace, cancellationToken);
    }

    /// <summary>Whether the sender may is decided before: a signature may stand for a role.</summary>
    public Task<EventDelivery> ReceiveEventAsync(EventRequest request, CancellationToken cancellationToken = default) => inner.ReceiveEventAsync(request, cancellationToken);

    public Task<EventDeliveryList> ListDeliveriesAsync(ListDeliveriesQuery query, CancellationToken cancellationToken = default)
    {
        RequireWhole(query.Namespace);
        return inner.ListDeliveriesAsync(query, cancellationToken);
    }

    public Task<EventDelivery> GetDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default)
    {
        RequireWhole(@namespace);
        return inner.GetDeliveryAsync(@namespace, id, cancellationToken);
    }

    public Task<EventDelivery> ReplayDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default)
    {
        RequireWhole(@namespace);
        return inner.ReplayDeliveryAsync(@namespace, id, cancellationToken);
    }

    public Task<string?> VerifyWebhookAsync(WebhookSignature webhook, CancellationToken cancellationToken = default) => inner.VerifyWebhookAsync(webhook, cancellationToken);

    public Task<CreatedToken> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default)
    {
        RequireWhole("");
        return inner.CreateTokenAsync(request, cancellationToken);
    }

    public Task<IReadOnlyList<ServiceToken>> ListTokensAsync(CancellationToken cancellationToken = default)
    {
        RequireWhole("");
        return inner.ListTokensAsync(cancellationToken);
    }

    public Task RevokeTokenAsync(string name, CancellationToken cancellationToken = default)
    {
        RequireWhole("");
        return inner.RevokeTokenAsync(name, cancellationToken);
    }

    public Task<ServiceToken?> VerifyTokenAsync(string text, CancellationToken cancellationToken = default)
    {
        RequireWhole("");
        return inner.VerifyTokenAsync(text, cancellationToken);
    }

    public Task<AuditPage> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        // Without a namespace it is bound to those that are the caller's as a whole.
        if (query.Namespace.Length > 0)
        {
            RequireWhole(query.Namespace);
        }

        return inner.ListAuditAsync(query, cancellationToken);
    }

    public async Task<AuditEntry> GetAuditAsync(string id, CancellationToken cancellationToken = default)
    {
        var entry = await inner.GetAuditAsync(id, cancellationToken).ConfigureAwait(false);
        RequireWhole(entry.Namespace ?? "");
        return entry;
    }

    public Task NoteRefusalAsync(RefusedChange change, CancellationToken cancellationToken = default) => inner.NoteRefusalAsync(change, cancellationToken);

    public Task<IReadOnlyList<Favourite>> ListFavouritesAsync(CancellationToken cancellationToken = default) => inner.ListFavouritesAsync(cancellationToken);

    public Task<IReadOnlyList<Favourite>> SetFavouriteAsync(Favourite favourite, bool isFavourite, CancellationToken cancellationToken = default) => inner.SetFavouriteAsync(favourite, isFavourite, cancellationToken);
}
