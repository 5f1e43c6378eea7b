using Krewe.Storage;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting;

/// <summary>Opens the store before anything of the host starts.</summary>
internal sealed class StoreOpener(IKreweStore store) : IHostedLifecycleService
{
    // Another store may have been registered in place of ours.
    public Task StartingAsync(CancellationToken cancellationToken) => store is DeferredStore deferred ? deferred.OpenAsync(cancellationToken) : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
