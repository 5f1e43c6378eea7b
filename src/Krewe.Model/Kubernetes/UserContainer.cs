namespace Krewe.Model;

/// <summary>Init container or sidecar of a template.</summary>
public sealed record UserContainer : Container
{
    /// <summary>Mount the main container's volumes too, artifacts included.</summary>
    public bool? MirrorVolumeMounts { get; init; }
}
