using System.Collections.Concurrent;
using System.Diagnostics;

namespace Krewe.Benchmarks.Load;

/// <summary>Submits at a rate, whether or not answers come, and meanwhile lists runs and looks at the server's memory.</summary>
internal sealed class SteadyLoad(LoadServer server, int perSecond, TimeSpan length)
{
    private const int MostOpen = 400;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ListPause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentBag<double> _submits = [];
    private int _open;
    private int _failed;
    private int _heldBack;

    /// <summary>Milliseconds of each submission that was answered.</summary>
    public IReadOnlyCollection<double> Submits => _submits;

    /// <summary>Milliseconds of each list.</summary>
    public List<double> Lists { get; } = [];

    /// <summary>Resident bytes of the server, second by second.</summary>
    public List<long> Memory { get; } = [];

    /// <summary>Submissions that were refused or failed.</summary>
    public int Failed => _failed;

    /// <summary>Why the last of them failed; null when none did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Submissions that were not sent because too many had no answer yet.</summary>
    public int HeldBack => _heldBack;

    public async Task RunAsync()
    {
        using var end = new CancellationTokenSource(length);
        await Task.WhenAll(SubmitAsync(end.Token), ListAsync(end.Token), LookAsync(end.Token));
        using var drain = new PeriodicTimer(Tick);
        while (Volatile.Read(ref _open) > 0)
        {
            await drain.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task SubmitAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Tick);
        var sent = 0;
        while (await NextAsync(timer, cancellationToken))
        {
            for (var due = (int)(watch.Elapsed.TotalSeconds * perSecond); sent < due; sent++)
            {
                if (Volatile.Read(ref _open) >= MostOpen)
                {
                    _heldBack++;
                    continue;
                }

                Interlocked.Increment(ref _open);
                _ = OneAsync();
            }
        }
    }

    private async Task OneAsync()
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await LoadRuns.SubmitSmallAsync(server.Http);
            _submits.Add(watch.Elapsed.TotalMilliseconds);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref _failed);
            Failure = failure.Message;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ListPause);
        while (await NextAsync(timer, cancellationToken))
        {
            Lists.Add(await LoadRuns.ListAsync(server.Http));
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await NextAsync(timer, cancellationToken))
        {
            Memory.Add(server.Resident);
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
