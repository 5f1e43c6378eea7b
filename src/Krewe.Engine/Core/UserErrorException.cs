namespace Krewe.Engine;

/// <summary>A fault of the user's workflow: fails the node at hand. Never leaves the engine.</summary>
internal sealed class UserErrorException(string message) : Exception(message);

/// <summary>A fault that fails the run before any node: Argo finds it in its first look at the workflow. Never leaves the engine.</summary>
internal sealed class RunRefusedException(string message) : Exception(message);

/// <summary>Something has to be looked up first; the node at hand waits. Never leaves the engine.</summary>
internal sealed class LookupNeededException(LookupEffect effect) : Exception("waiting for " + effect.LookupId)
{
    public LookupEffect Effect { get; } = effect;
}
