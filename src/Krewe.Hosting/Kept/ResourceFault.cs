namespace Krewe.Hosting;

/// <summary>An operation on an object that the user's template asked for cannot be done.</summary>
internal sealed class ResourceFault(string message, bool needsCluster = false) : Exception(message)
{
    /// <summary>Not a mistake of the template's: there is no Kubernetes here.</summary>
    public bool NeedsCluster { get; } = needsCluster;
}
