using System.Globalization;
using System.Text;
using Krewe.Exec.Native;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>Ends descendants that left the session of their step.</summary>
/// <remarks>
/// When a step's process ends, its children become children of the supervisor's main thread (init of the process namespace, or
/// subreaper). That thread starts nothing itself, so one read of its list of children, mostly empty, finds them all.
/// </remarks>
internal static class Orphans
{
    private static readonly string ChildrenFile = string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{Libc.getpid()}/children");

    /// <summary>Kills what is left of the step. Called after its own process has ended.</summary>
    public static void Kill(string stepId)
    {
        if (!File.Exists(ChildrenFile))
            return;
        // A killed orphan hands its own children on: look again until none of this step is left.
        for (var round = 0; round < 64; round++)
        {
            var killed = false;
            foreach (var text in File.ReadAllText(ChildrenFile).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && BelongsTo(text, stepId))
                    killed |= Libc.kill(pid, Libc.SigKill) == 0;
            }
            if (!killed)
                return;
            Thread.Yield();
        }
    }

    private static bool BelongsTo(string pid, string stepId)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{pid}/environ");
            return environment.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"{ExecFiles.StepVariable}={stepId}\0")) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or not ours to see.
            return false;
        }
    }
}
