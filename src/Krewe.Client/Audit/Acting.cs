namespace Krewe.Client;

/// <summary>Says on whose behalf a flow of calls is made, for the audit log.</summary>
/// <remarks>It goes with the asynchronous flow, as a culture does, since every operation would else need one more argument that only the log reads.</remarks>
public static class Acting
{
    private static readonly AsyncLocal<Actor?> Flow = new();

    /// <summary>On whose behalf this flow goes; the user of the process unless somebody said otherwise.</summary>
    public static Actor Current => Flow.Value ?? Actor.User;

    /// <summary>Says it for what follows in this flow.</summary>
    /// <param name="actor">On whose behalf.</param>
    /// <returns>Ends it, back to what was said before.</returns>
    public static IDisposable As(Actor actor)
    {
        var before = Flow.Value;
        Flow.Value = actor;
        return new Scope(before);
    }

    private sealed class Scope(Actor? before) : IDisposable
    {
        public void Dispose() => Flow.Value = before;
    }
}
