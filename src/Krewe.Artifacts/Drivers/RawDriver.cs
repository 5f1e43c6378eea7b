using Krewe.Model;

namespace Krewe.Artifacts.Drivers;

/// <summary>Content written in the manifest itself.</summary>
public sealed class RawDriver : IArtifactDriver
{
    public bool Handles(ArtifactLocation location) => location.Raw is not null;

    public Task LoadAsync(ArtifactLocation location, string target, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(target, location.Raw!.Data ?? "", cancellationToken);

    public Task SaveAsync(string source, ArtifactLocation location, CancellationToken cancellationToken) =>
        throw new ArtifactException("raw artifacts cannot be saved to");
}
