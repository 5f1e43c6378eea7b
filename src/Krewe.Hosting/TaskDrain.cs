using Krewe.Executors.Tasks;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting;

/// <summary>Lets tasks of the host end when it stops, as long as the host waits for anything.</summary>
internal sealed class TaskDrain(TaskExecutor tasks) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken) =>
        await tasks.DrainAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
