using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process;

/// <summary>Where everything of a node's work lies.</summary>
internal sealed class WorkFolders(string dataFolder, string? volumesFolder = null)
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Names of folders of an attempt that are no containers.</summary>
    public const string Inputs = "inputs", Volumes = "volumes", Secrets = "secrets";

    /// <summary>File of an attempt that names the symbolic links it made on the host.</summary>
    public const string Links = "links";

    /// <summary>File of a container that says that its result was there and was released.</summary>
    public const string Released = "released";

    /// <summary>Script of a container that holds secrets.</summary>
    public const string SecretScript = "script.secret";

    /// <summary>The supervisor's folder.</summary>
    public string Exec => Path.Combine(dataFolder, "exec");

    /// <summary>File with the starts and ends of a run's steps.</summary>
    public string Journal(string runUid) => Path.Combine(Run(runUid), ExecFiles.Journal);

    public string Run(string runUid) => Path.Combine(dataFolder, "runs", Safe(runUid));

    public string Node(string runUid, string nodeId) => Path.Combine(Run(runUid), Safe(nodeId));

    public string Attempt(NodeWorkId id) => Path.Combine(Node(id.RunUid, id.NodeId), id.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Claims that a run owns, which go with it.</summary>
    public string OwnedClaims(string runUid) => volumesFolder is null ? Path.Combine(Run(runUid), ".claims") : Path.Combine(volumesFolder, "runs", Safe(runUid));

    public string OwnedClaim(string runUid, string claim) => Path.Combine(OwnedClaims(runUid), Safe(claim));

    public string Claim(string ns, string claim) => Path.Combine(volumesFolder ?? dataFolder, "claims", Safe(ns), Safe(claim));

    /// <summary>UIDs of runs that left something.</summary>
    public IEnumerable<string> Runs() => Folders(Path.Combine(dataFolder, "runs")).Select(folder => Path.GetFileName(folder));

    /// <summary>Refuses names that would lead elsewhere.</summary>
    public static string Safe(string name) =>
        name.Length is > 0 and <= 250 && name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
            ? name
            : throw new ArgumentException($"\"{name}\" cannot be the name of a folder", nameof(name));

    /// <summary>Attempts of a run that left something, with their folders.</summary>
    public IEnumerable<(NodeWorkId Id, string Folder)> Attempts(string runUid)
    {
        foreach (var node in Folders(Run(runUid)))
        {
            foreach (var attempt in Folders(node))
            {
                if (int.TryParse(Path.GetFileName(attempt), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
                    yield return (new NodeWorkId(runUid, Path.GetFileName(node), number), attempt);
            }
        }
    }

    /// <summary>Names of an attempt's containers, retries included.</summary>
    public static IEnumerable<string> Containers(string attemptFolder) =>
        Folders(attemptFolder).Select(f => Path.GetFileName(f)).Where(n => n is not (Inputs or Volumes or Secrets));

    /// <summary>Deletes the scripts of an attempt that hold secrets.</summary>
    public static void DeleteSecretScripts(string attemptFolder)
    {
        foreach (var shared in Containers(attemptFolder).Select(container => Path.Combine(attemptFolder, container, ExecFiles.StepShared)).Where(Directory.Exists))
        {
            foreach (var script in Directory.EnumerateFiles(shared, SecretScript + "*"))
                File.Delete(script);
        }
    }

    /// <summary>Deletes a folder if it is there, also one whose folders a step made read-only.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            MakeWritable(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MakeWritable(string folder)
    {
        File.SetUnixFileMode(folder, OwnerOnly);
        foreach (var child in Directory.EnumerateDirectories(folder).Where(c => new FileInfo(c).LinkTarget is null))
            MakeWritable(child);
    }

    private static string[] Folders(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
}
