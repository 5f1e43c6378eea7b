using Krewe.Artifacts.Archives;
using Krewe.Model;

namespace Krewe.Artifacts;

/// <summary>Loads input artifacts to their place and saves output artifacts, archives included.</summary>
public sealed class ArtifactTransfer(IReadOnlyList<IArtifactDriver> drivers)
{
    /// <summary>Loads to <paramref name="target"/>, which must not exist. False: optional and not there.</summary>
    public async Task<bool> LoadAsync(Artifact artifact, string target, CancellationToken cancellationToken)
    {
        var location = WithSubPath(artifact);
        var driver = drivers.FirstOrDefault(d => d.Handles(location));
        if (driver is null)
        {
            return artifact.Optional == true && !HasLocation(artifact)
                ? false
                : throw new ArtifactException($"artifact \"{artifact.Name}\" has {(HasLocation(artifact) ? "a location that this executor cannot reach" : "no location")}");
        }
        var parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent);
        var raw = Path.Combine(parent, ".krewe-" + Guid.NewGuid().ToString("N"));
        try
        {
            await driver.LoadAsync(location, raw, cancellationToken).ConfigureAwait(false);
            await UnpackAsync(artifact, raw, target, cancellationToken).ConfigureAwait(false);
            if (artifact.Mode is { } mode)
                SetMode(target, (UnixFileMode)mode, artifact.RecurseMode == true);
            return true;
        }
        catch (ArtifactException e) when (e.NotFound && artifact.Optional == true)
        {
            return false;
        }
        finally
        {
            Delete(raw);
        }
    }

    /// <summary>Saves a file or folder and returns the artifact with its location filled in.</summary>
    /// <param name="artifact">The declared output.</param>
    /// <param name="source">Where it is.</param>
    /// <param name="keyPrefix">Prefix of the key when the artifact has none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Artifact> SaveAsync(Artifact artifact, string source, string keyPrefix, CancellationToken cancellationToken)
    {
        var saved = HasLocation(artifact) ? artifact : artifact with { S3 = new S3Artifact { Key = ArtifactKey.Join(keyPrefix, FileName(artifact, source)) } };
        var driver = drivers.FirstOrDefault(d => d.Handles(saved)) ?? throw new ArtifactException($"artifact \"{artifact.Name}\" has a location that this executor cannot reach");
        if (artifact.Archive?.None is not null)
        {
            await driver.SaveAsync(source, saved, cancellationToken).ConfigureAwait(false);
            return saved;
        }
        var packed = Path.Combine(Path.GetTempPath(), "krewe-" + Guid.NewGuid().ToString("N"));
        try
        {
            var output = new FileStream(packed, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous });
            await using (output.ConfigureAwait(false))
            {
                if (artifact.Archive?.Zip is not null)
                    await ZipArchiver.PackAsync(source, output, cancellationToken).ConfigureAwait(false);
                else
                    await TarArchive.PackAsync(source, output, artifact.Archive?.Tar?.CompressionLevel, cancellationToken).ConfigureAwait(false);
            }
            await driver.SaveAsync(packed, saved, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(packed);
        }
        return saved;
    }

    /// <summary>Deletes what is stored of an artifact; nothing there is no error.</summary>
    /// <exception cref="ArtifactException">It cannot be deleted.</exception>
    public Task DeleteAsync(Artifact artifact, CancellationToken cancellationToken) =>
        (drivers.FirstOrDefault(d => d.Handles(artifact)) ?? throw new ArtifactException($"artifact \"{artifact.Name}\" has a location that this engine cannot reach"))
            .DeleteAsync(artifact, cancellationToken);

    private static string FileName(Artifact artifact, string source) => artifact.Archive switch
    {
        { None: not null } => Path.GetFileName(source.TrimEnd('/')),
        { Zip: not null } => artifact.Name + ".zip",
        _ => artifact.Name + ".tgz",
    };

    private static bool HasLocation(ArtifactLocation location) =>
        location is not { S3: null, Git: null, Http: null, Artifactory: null, Hdfs: null, Raw: null, Oss: null, Gcs: null, Azure: null, Plugin: null };

    private static ArtifactLocation WithSubPath(Artifact artifact)
    {
        if (string.IsNullOrEmpty(artifact.SubPath) || artifact.S3?.Key is not { } key)
            return artifact;
        return artifact with { S3 = artifact.S3 with { Key = ArtifactKey.Join(key, artifact.SubPath) } };
    }

    private static async Task UnpackAsync(Artifact artifact, string raw, string target, CancellationToken cancellationToken)
    {
        var isZip = artifact.Archive?.Zip is not null;
        var isTar = artifact.Archive?.Tar is not null;
        if (Directory.Exists(raw) || artifact.Archive?.None is not null || (!isZip && !isTar && !await IsTarballAsync(raw, cancellationToken).ConfigureAwait(false)))
        {
            Move(raw, target);
            return;
        }
        var folder = raw + ".d";
        Directory.CreateDirectory(folder);
        try
        {
            var input = File.OpenRead(raw);
            await using (input.ConfigureAwait(false))
            {
                if (isZip)
                    await ZipArchiver.UnpackAsync(input, folder, cancellationToken).ConfigureAwait(false);
                else
                    await TarArchive.UnpackAsync(input, folder, cancellationToken).ConfigureAwait(false);
            }
            // One entry is the artifact itself under its old name; several make a folder.
            var entries = Directory.GetFileSystemEntries(folder);
            Move(entries.Length == 1 ? entries[0] : folder, target);
        }
        catch (InvalidDataException e)
        {
            throw new ArtifactException($"artifact \"{artifact.Name}\" is no readable archive: {e.Message}", inner: e);
        }
        finally
        {
            Delete(folder);
        }
    }

    // Gzip alone does not tell: a .gz file must stay one. Only gzip that holds a tar is unpacked unasked, as Argo does.
    private static async Task<bool> IsTarballAsync(string file, CancellationToken cancellationToken)
    {
        var input = File.OpenRead(file);
        await using (input.ConfigureAwait(false))
        {
            if (!await TarArchive.IsGzipAsync(input, cancellationToken).ConfigureAwait(false))
                return false;
            try
            {
                var header = new byte[512];
                var gzip = new System.IO.Compression.GZipStream(input, System.IO.Compression.CompressionMode.Decompress);
                await using (gzip.ConfigureAwait(false))
                    return await gzip.ReadAtLeastAsync(header, 512, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == 512 && header.AsSpan(257, 5).SequenceEqual("ustar"u8);
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }

    private static void Move(string from, string to)
    {
        Delete(to);
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to);
    }

    private static void Delete(string path)
    {
        if (new FileInfo(path).LinkTarget is null && Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    private static void SetMode(string path, UnixFileMode mode, bool recurse)
    {
        File.SetUnixFileMode(path, mode);
        if (!recurse || !Directory.Exists(path))
            return;
        foreach (var child in Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Where(c => new FileInfo(c).LinkTarget is null))
            File.SetUnixFileMode(child, mode);
    }
}
