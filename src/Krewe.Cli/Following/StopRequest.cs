using Krewe.Client;

namespace Krewe.Cli.Following;

/// <summary>What Ctrl-C does to a run that is followed.</summary>
internal sealed class StopRequest(IWorkflowService service, RunRef run, CliConsole console, CancellationTokenSource leave, bool stops)
{
    private int _count;

    /// <summary>How often it was pressed.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Completes when the request to stop, if any, is answered.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public void Raise()
    {
        if (Interlocked.Increment(ref _count) == 1 && stops)
        {
            console.Note($"Stopping {run.Name}; press Ctrl-C again to leave it running.");
            Finished = StopAsync();
        }
        else
        {
            console.Note($"Leaving {run.Name} running; 'krewe watch {run.Name}' follows it again.");
            leave.Cancel();
        }
    }

    private async Task StopAsync()
    {
        try
        {
            await service.StopAsync(run, new StopOptions { Message = "stopped from the command line" }, leave.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Left before the answer: the second Ctrl-C means just that.
        }
        catch (KreweException exception)
        {
            ErrorText.Write(console, exception);
        }
    }
}
