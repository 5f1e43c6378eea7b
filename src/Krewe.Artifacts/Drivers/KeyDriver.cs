using Krewe.Model;

namespace Krewe.Artifacts.Drivers;

/// <summary>Locations that give a key only: the rest is the default repository, which here is the local store.</summary>
public sealed class KeyDriver(IArtifactStore store) : IArtifactDriver
{
    public bool Handles(ArtifactLocation location) => KeyOf(location) is not null;

    /// <summary>Key of a location that names no bucket of its own, else null.</summary>
    public static string? KeyOf(ArtifactLocation location) => location switch
    {
        { S3: { Endpoint: null, Bucket: null, Key: { } key } } => key,
        { Gcs: { Bucket: null, Key: { } key } } => key,
        { Oss: { Endpoint: null, Bucket: null, Key: { } key } } => key,
        { Azure: { Endpoint: null, Container: null, Blob: { } key } } => key,
        _ => null,
    };

    public async Task LoadAsync(ArtifactLocation location, string target, CancellationToken cancellationToken)
    {
        var key = KeyOf(location)!;
        if (await CopyAsync(key, target, cancellationToken).ConfigureAwait(false))
            return;
        // A folder saved without an archive is a tree of keys.
        var prefix = key.TrimEnd('/') + "/";
        var any = false;
        await foreach (var child in store.ListAsync(key, cancellationToken).ConfigureAwait(false))
        {
            var path = Path.Combine(target, string.Join('/', ArtifactKey.Split(child.Key[prefix.Length..])));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            any |= await CopyAsync(child.Key, path, cancellationToken).ConfigureAwait(false);
        }
        if (!any)
            throw new ArtifactException($"no artifact is stored under key \"{key}\"", notFound: true);
    }

    public async Task SaveAsync(string source, ArtifactLocation location, CancellationToken cancellationToken)
    {
        var key = KeyOf(location)!;
        if (!Directory.Exists(source))
        {
            await PutAsync(key, source, cancellationToken).ConfigureAwait(false);
            return;
        }
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            await PutAsync(ArtifactKey.Join(key, Path.GetRelativePath(source, file)), file, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the object, or where there is none the tree of keys below; nothing there is no error.</summary>
    public async Task DeleteAsync(ArtifactLocation location, CancellationToken cancellationToken)
    {
        var key = KeyOf(location)!;
        if (await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false))
            return;
        var below = new List<string>();
        await foreach (var child in store.ListAsync(key, cancellationToken).ConfigureAwait(false))
            below.Add(child.Key);
        foreach (var child in below)
            await store.DeleteAsync(child, cancellationToken).ConfigureAwait(false);
    }

    private Task PutAsync(string key, string file, CancellationToken cancellationToken) => store.PutAsync(key, async (output, token) =>
    {
        var input = File.OpenRead(file);
        await using (input.ConfigureAwait(false))
            await input.CopyToAsync(output, token).ConfigureAwait(false);
    }, cancellationToken);

    private async Task<bool> CopyAsync(string key, string path, CancellationToken cancellationToken)
    {
        var input = await store.OpenAsync(key, cancellationToken).ConfigureAwait(false);
        if (input is null)
            return false;
        await using (input.ConfigureAwait(false))
        {
            var output = File.Create(path);
            await using (output.ConfigureAwait(false))
                await input.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
        }
        return true;
    }
}
