namespace Krewe.Testing;

/// <summary>Waits for what other processes do, where nothing tells of it.</summary>
public static class Poll
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    public static Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken) => UntilAsync(() => Task.FromResult(condition()), cancellationToken);

    public static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
