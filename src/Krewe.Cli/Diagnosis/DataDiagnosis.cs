using System.Globalization;
using Krewe.Client;
using Krewe.Hosting;
using Krewe.Storage;
using Krewe.Storage.Sqlite;

namespace Krewe.Cli.Diagnosis;

/// <summary>Looks at a data folder, without changing what is in it.</summary>
/// <param name="folder">The folder, which need not be there yet.</param>
/// <param name="isServed">Whether an engine answers for it.</param>
/// <param name="hasDatabase">Whether the runs are in PostgreSQL, and not in the folder.</param>
internal sealed class DataDiagnosis(DataFolder folder, bool isServed, bool hasDatabase)
{
    private const long Needed = 256L << 20;
    private const long Comfortable = 2L << 30;
    private const string Space = "free space";

    public IEnumerable<Finding> Run()
    {
        var writable = Writable();
        yield return writable;
        if (writable.Status == FindingStatus.Failed)
        {
            yield break;
        }

        yield return FreeSpace();
        yield return Settings();
        if (!hasDatabase)
        {
            yield return Schema();
        }
    }

    private Finding Writable()
    {
        const string Name = "data folder";
        var place = Existing(folder.Path);
        var probe = Path.Combine(place, $".krewe-doctor-{Guid.NewGuid():n}");
        try
        {
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Failed(Name, $"{place} cannot be written: {failure.Message}", $"give the folder to the user that runs the server (chown {Environment.UserName} {place}), or name another with --data");
        }

        return Finding.Good(Name, place == folder.Path ? $"{folder.Path} can be written" : $"{folder.Path} is not there yet; it is made at the first start");
    }

    private Finding FreeSpace()
    {
        var free = new DriveInfo(Existing(folder.Path)).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):0.0} GiB are free at {folder.Path}");
        const string Advice = "free some, or move the folder to a larger disk; ttlStrategy and podGC delete what ended runs leave";
        return free < Needed ? Finding.Failed(Space, $"{text}: runs stop when it is full", Advice)
            : free < Comfortable ? Finding.Warning(Space, $"{text}, which logs and artifacts fill soon", Advice)
            : Finding.Good(Space, text);
    }

    private Finding Settings()
    {
        const string Name = "settings";
        var file = Path.Combine(folder.Path, KreweEngine.ConfigFile);
        try
        {
            KreweEngine.ReadConfig(folder.Path);
        }
        catch (Exception wrong) when (wrong is KreweException or IOException or UnauthorizedAccessException)
        {
            return Finding.Failed(Name, wrong.Message, $"mend {file}: no server starts with it");
        }

        return File.Exists(file) ? Finding.Good(Name, $"{file} is valid") : Finding.Skipped(Name, $"there is no {file}: nothing is limited and nothing has defaults");
    }

    private Finding Schema()
    {
        const string Name = "store";
        try
        {
            return SqliteInspection.ReadMigration(folder.Path) is not { } found ? Finding.Skipped(Name, "there are no runs yet")
                : found.Present > found.Newest ? Finding.Failed(Name, $"krewe.db has schema {found.Present}, this program knows up to {found.Newest}: a newer Krewe has used it", "use that version, or restore a backup from before")
                : found.Present < found.Newest ? Finding.Good(Name, $"krewe.db has schema {found.Present} and is brought to {found.Newest} at the next start{(isServed ? ": the server that is up is older than this program" : "")}")
                : Finding.Good(Name, $"krewe.db has schema {found.Present}, the newest");
        }
        catch (StorageException damaged)
        {
            return Finding.Failed(Name, damaged.Message, "restore the folder from a backup");
        }
    }

    // The nearest folder above that is there is where it would be made.
    private static string Existing(string path)
    {
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent)
        {
            path = parent;
        }

        return path;
    }
}
