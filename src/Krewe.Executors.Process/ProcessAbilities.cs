using Krewe.Executors.Process.Supervision;

namespace Krewe.Executors.Process;

/// <summary>What a machine needs to run steps, for those who check one.</summary>
public static class ProcessAbilities
{
    private static readonly string[] User = ["--user", "--map-current-user", "--keep-caps"];
    private static readonly string[] Processes = ["--pid", "--fork", "--kill-child", "--mount-proc"];

    /// <summary>Whether the program that starts steps is beside this one.</summary>
    public static bool HasSupervisor => SupervisorProgram.IsPresent(new ProcessExecutorOptions { DataFolder = "" });

    /// <summary>A command that runs the program after it as the supervisor is run where that is possible; it fails where it is not.</summary>
    /// <param name="withProcesses">Whether in a namespace of processes too.</param>
    public static IReadOnlyList<string> ViewCommand(bool withProcesses) =>
        ["unshare", .. Environment.IsPrivilegedProcess ? [] : User, "--mount", "--propagation", "slave", .. withProcesses ? Processes : []];
}
