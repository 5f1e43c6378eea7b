namespace Krewe.Artifacts;

/// <summary>An artifact could not be loaded or saved, for a reason that the user can read.</summary>
public sealed class ArtifactException : Exception
{
    public ArtifactException(string message, bool notFound = false, Exception? inner = null)
        : base(message, inner) => NotFound = notFound;

    /// <summary>The location is sound but nothing is there: an optional artifact passes over this.</summary>
    public bool NotFound { get; }
}
