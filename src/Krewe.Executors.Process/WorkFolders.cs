namespace Krewe.Executors.Process;

/// <summary>Where everything of a node's work lies.</summary>
internal sealed class WorkFolders(string dataFolder)
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Run(string runUid) => Path.Combine(dataFolder, "runs", Safe(runUid));

    public string Node(string runUid, string nodeId) => Path.Combine(Run(runUid), Safe(nodeId));

    public string Attempt(NodeWorkId id) => Path.Combine(Node(id.RunUid, id.NodeId), id.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public string OwnedClaim(string runUid, string claim) => Path.Combine(Run(runUid), ".claims", Safe(claim));

    public string Claim(string ns, string claim) => Path.Combine(dataFolder, "claims", Safe(ns), Safe(claim));

    /// <summary>Refuses names that would lead elsewhere.</summary>
    public static string Safe(string name) =>
        name.Length is > 0 and <= 250 && name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
            ? name
            : throw new ArgumentException($"\"{name}\" cannot be the name of a folder", nameof(name));
}
