using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    private const string SyncPath = "/api/v1/sync";

    /// <inheritdoc/>
    public Task<SyncLimit> CreateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, $"{SyncPath}/{Escape(limit.Namespace)}", limit, WireJson.Default.SyncLimit, WireJson.Default.SyncLimit, cancellationToken);

    /// <inheritdoc/>
    public Task<SyncLimit> GetSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) =>
        GetAsync(PathOf(limit), WireJson.Default.SyncLimit, cancellationToken);

    /// <inheritdoc/>
    public Task<SyncLimit> UpdateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, PathOf(limit), limit, WireJson.Default.SyncLimit, WireJson.Default.SyncLimit, cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, PathOf(limit));
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LockInfo>> ListLocksAsync(string @namespace, CancellationToken cancellationToken = default) =>
        (await GetAsync($"{SyncPath}/{Escape(@namespace)}".TrimEnd('/'), WireJson.Default.LockListBody, cancellationToken).ConfigureAwait(false)).Items ?? [];

    private static string PathOf(SyncLimit limit) =>
        $"{SyncPath}/{Escape(limit.Namespace)}/{Escape(limit.Key)}" + new QueryText().Add("type", limit.Type).Add("cmName", limit.CmName);
}
