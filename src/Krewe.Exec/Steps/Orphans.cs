using System.Globalization;
using System.Text;
using Krewe.Exec.Native;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>Ends descendants that left the session of their step, and takes note of what has ended.</summary>
/// <remarks>
/// When a step's process ends, its children become children of the supervisor's main thread (init of the process namespace, or
/// subreaper). That thread starts nothing itself, so one read of its list of children, mostly empty, finds them all.
/// </remarks>
internal sealed unsafe class Orphans
{
    private const int MostRounds = 64;
    private readonly int _children = Libc.open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{Libc.getpid()}/children"), Libc.ORdonly | Libc.OCloexec, 0);
    private readonly List<int> _found = [];

    /// <summary>Kills what is left of the step, after its own process has ended; says whether no descendant of any step is left.</summary>
    public bool Kill(string stepId)
    {
        // A killed orphan hands its own children on: look again until none of this step is left.
        for (var round = 0; round < MostRounds; round++)
        {
            if (!Find())
                return false;
            if (_found.Count == 0)
                return true;
            var killed = false;
            foreach (var pid in _found)
            {
                if (BelongsTo(pid, stepId))
                    killed |= Libc.kill(pid, Libc.SigKill) == 0;
            }
            Reap(_found);
            if (!killed)
                return false;
            Thread.Yield();
        }
        return false;
    }

    /// <summary>Lets go of orphans that have ended.</summary>
    public void Reap()
    {
        if (Find())
            Reap(_found);
    }

    private static void Reap(List<int> pids)
    {
        int status;
        foreach (var pid in pids)
            _ = Libc.waitpid(pid, &status, Libc.WaitNoHang);
    }

    private bool Find()
    {
        _found.Clear();
        var buffer = stackalloc byte[4096];
        long offset = 0;
        var pid = 0;
        nint count;
        while ((count = Libc.pread(_children, buffer, 4096, offset)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] is >= (byte)'0' and <= (byte)'9')
                    pid = (pid * 10) + buffer[i] - '0';
                else if (pid > 0)
                {
                    _found.Add(pid);
                    pid = 0;
                }
            }
            offset += count;
        }
        return count == 0;
    }

    private static bool BelongsTo(int pid, string stepId)
    {
        try
        {
            var environment = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"));
            return environment.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"{ExecFiles.StepVariable}={stepId}\0")) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or not ours to see.
            return false;
        }
    }
}
