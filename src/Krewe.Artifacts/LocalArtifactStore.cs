using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Krewe.Artifacts;

/// <summary>A store in a folder: content once under its hash, keys as small files that name the hash.</summary>
/// <remarks>
/// Equal content is kept once, however many runs made it. A key's file is written aside and renamed, so a reader sees the old or
/// the new object, never half of one. Content that no key names is dropped by <see cref="CollectGarbageAsync"/>.
/// </remarks>
public sealed class LocalArtifactStore : IArtifactStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _content;
    private readonly string _keys;
    private readonly string _incoming;

    public LocalArtifactStore(string folder)
    {
        _content = Path.Combine(folder, "content");
        _keys = Path.Combine(folder, "keys");
        _incoming = Path.Combine(folder, "incoming");
        foreach (var path in (string[])[folder, _content, _keys, _incoming])
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    public async Task<StoredArtifact> PutAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var keyFile = KeyFile(key);
        var incoming = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        try
        {
            string hash;
            long size;
            using (var sha = SHA256.Create())
            {
                var file = new FileStream(incoming, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, Options = FileOptions.Asynchronous });
                await using (file.ConfigureAwait(false))
                {
                    var hashing = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true);
                    await using (hashing.ConfigureAwait(false))
                        await write(hashing, cancellationToken).ConfigureAwait(false);
                    size = file.Length;
                }
                hash = Convert.ToHexStringLower(sha.Hash!);
            }
            var content = ContentFile(hash);
            Directory.CreateDirectory(Path.GetDirectoryName(content)!);
            if (!File.Exists(content))
                File.Move(incoming, content, overwrite: true);
            Directory.CreateDirectory(Path.GetDirectoryName(keyFile)!);
            var aside = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
            await File.WriteAllTextAsync(aside, string.Create(CultureInfo.InvariantCulture, $"{hash} {size}"), cancellationToken).ConfigureAwait(false);
            File.Move(aside, keyFile, overwrite: true);
            return new StoredArtifact(key, size, hash);
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var found = await FindAsync(key, cancellationToken).ConfigureAwait(false);
        return found is null ? null : new FileStream(ContentFile(found.Sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
    }

    public async Task<StoredArtifact?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var file = KeyFile(key);
        return File.Exists(file) ? await ReadAsync(key, file, cancellationToken).ConfigureAwait(false) : null;
    }

    public async IAsyncEnumerable<StoredArtifact> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = _keys;
        if (prefix.Trim('/').Length > 0)
        {
            if (await FindAsync(prefix, cancellationToken).ConfigureAwait(false) is { } itself)
                yield return itself;
            folder = Path.Combine([_keys, .. ArtifactKey.Split(prefix).Select(p => "d-" + p)]);
        }
        if (!Directory.Exists(folder))
            yield break;
        var files = Directory.EnumerateFiles(folder, "f-*", SearchOption.AllDirectories).Select(f => (File: f, Key: KeyOf(f))).OrderBy(f => f.Key, StringComparer.Ordinal);
        foreach (var (file, key) in files)
            yield return await ReadAsync(key, file, cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var file = KeyFile(key);
        var exists = File.Exists(file);
        File.Delete(file);
        return Task.FromResult(exists);
    }

    /// <summary>Deletes content that no key names and that is older than <paramref name="before"/>; returns how many bytes.</summary>
    public async Task<long> CollectGarbageAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var artifact in ListAsync("", cancellationToken).ConfigureAwait(false))
            used.Add(artifact.Sha256);
        long freed = 0;
        foreach (var file in new DirectoryInfo(_content).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            // A writer stores content first and names it after: what is young may get its key any moment.
            if (used.Contains(file.Name) || file.LastWriteTimeUtc > before.UtcDateTime)
                continue;
            freed += file.Length;
            file.Delete();
        }
        return freed;
    }

    private static async Task<StoredArtifact> ReadAsync(string key, string file, CancellationToken cancellationToken)
    {
        var parts = (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Split(' ');
        return new StoredArtifact(key, long.Parse(parts[1], CultureInfo.InvariantCulture), parts[0]);
    }

    // "a" and "a/b" may both be keys: folders and files must not meet.
    private string KeyFile(string key)
    {
        var parts = ArtifactKey.Split(key);
        return Path.Combine([_keys, .. parts[..^1].Select(p => "d-" + p), "f-" + parts[^1]]);
    }

    private string KeyOf(string file) => string.Join('/', Path.GetRelativePath(_keys, file).Split('/').Select(p => p[2..]));

    private string ContentFile(string hash) => Path.Combine(_content, hash[..2], hash);
}
