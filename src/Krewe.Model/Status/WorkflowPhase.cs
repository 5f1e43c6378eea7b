namespace Krewe.Model;

/// <summary>Phases of a run (Argo <c>WorkflowPhase</c>).</summary>
public static class WorkflowPhase
{
    public const string Unknown = "";
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
    public const string Error = "Error";

    /// <summary>Whether a run in this phase is over.</summary>
    public static bool IsCompleted(string? phase) => phase is Succeeded or Failed or Error;
}
