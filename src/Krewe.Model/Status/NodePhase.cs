namespace Krewe.Model;

/// <summary>Phases of a node (Argo <c>NodePhase</c>).</summary>
public static class NodePhase
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Skipped = "Skipped";
    public const string Failed = "Failed";
    public const string Error = "Error";
    public const string Omitted = "Omitted";

    /// <summary>Succeeded, Failed, Error or Skipped: the node ran to an end or was passed over by its own condition.</summary>
    public static bool IsCompleted(string? phase) => phase is Succeeded or Failed or Error or Skipped or Omitted;
}
