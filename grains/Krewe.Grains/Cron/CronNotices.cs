namespace Krewe.Grains;

/// <summary>Tells cron workflows that something of theirs has changed, without waiting for what they make of it.</summary>
/// <remarks>A notice may be lost with the silo: at its next start every cron workflow looks again anyway.</remarks>
/// <param name="grains">The grains.</param>
public sealed class CronNotices(IGrainFactory grains)
{
    /// <summary>Whether this engine starts runs by schedule; one that lives for a single command does not.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>A definition was written or deleted, or a run of it ended.</summary>
    public void Tell(string @namespace, string cron)
    {
        if (IsEnabled)
        {
            grains.GetGrain<ICronGrain>($"{@namespace}/{cron}").Ensure().Ignore();
        }
    }
}
