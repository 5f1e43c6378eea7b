namespace Krewe.Conformance;

/// <summary>Waits, within a bound, for what no stream reports.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<Task<bool>> condition, TimeSpan limit, string what, CancellationToken cancellationToken) =>
        HoldsAsync(condition, limit, () => what, cancellationToken);

    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> what, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var end = TimeProvider.System.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (TimeProvider.System.GetElapsedTime(end) > limit)
            {
                throw new AssertionFailedException($"{what()}: not within {limit.TotalSeconds:0} s");
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
