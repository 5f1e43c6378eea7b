namespace Krewe.Client;

/// <summary>An open artifact.</summary>
public sealed class ArtifactContent(Stream stream, string fileName, string contentType, long? length = null, IAsyncDisposable? owner = null)
    : IAsyncDisposable
{
    /// <summary>Its bytes, from the start.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>A name for the file, such as <c>hello_world.tgz</c>.</summary>
    public string FileName { get; } = fileName;

    /// <summary>Media type.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>Bytes, if known.</summary>
    public long? Length { get; } = length;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync().ConfigureAwait(false);
        if (owner is not null)
        {
            await owner.DisposeAsync().ConfigureAwait(false);
        }
    }
}
