using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>A store that is opened when the host starts: what uses it can be put together before, and opening it takes its time.</summary>
internal sealed partial class DeferredStore(Func<CancellationToken, Task<IKreweStore>> open) : IKreweStore
{
    private IKreweStore? _store;

    private IKreweStore Store => _store ?? throw new KreweException(
        KreweErrorCode.Unavailable,
        "the engine has not started: it starts with the host (register hosted services that use it after AddKrewe)");

    /// <exception cref="StorageException">It cannot be opened.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken) => _store = await open(cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_store is { } store)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }
}
