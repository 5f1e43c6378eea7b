namespace Krewe.Engine;

/// <summary>A fault of the user's workflow: fails the node at hand. Never leaves the engine.</summary>
internal sealed class UserErrorException(string message) : Exception(message);

/// <summary>The locks of the run as a whole cannot be had. Never leaves the engine.</summary>
internal sealed class LocksRefusedException(string message) : Exception(message);

/// <summary>Something has to be looked up first; the node at hand waits. Never leaves the engine.</summary>
internal sealed class LookupNeededException(LookupEffect effect) : Exception("waiting for " + effect.LookupId)
{
    public LookupEffect Effect { get; } = effect;
}
