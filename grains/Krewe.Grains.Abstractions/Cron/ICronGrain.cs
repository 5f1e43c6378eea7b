namespace Krewe.Grains;

/// <summary>One cron workflow, by <c>namespace/name</c>: starts its runs when they are due and accounts for every slot.</summary>
/// <remarks>Calls may be repeated and may come at any time: each looks at what is stored and does what is due.</remarks>
[Alias("krewe.ICronGrain")]
public interface ICronGrain : IGrainWithStringKey
{
    /// <summary>Looks again: the definition was written or deleted, a run of it ended, or a wake-up has come.</summary>
    [Alias("Ensure")]
    Task Ensure();
}
