namespace Krewe.Exec.Steps;

/// <summary>Asks a step's memory cgroup whether the kernel killed something in it.</summary>
internal static class CgroupMemory
{
    public static bool WasKilled(string? cgroup)
    {
        if (cgroup is null)
            return false;
        // Version 2 counts in memory.events, version 1 in memory.oom_control.
        foreach (var file in (string[])["memory.events", "memory.oom_control"])
        {
            var path = Path.Combine(cgroup, file);
            if (File.Exists(path) && File.ReadLines(path).Any(l => l.StartsWith("oom_kill ", StringComparison.Ordinal) && l != "oom_kill 0"))
                return true;
        }
        return false;
    }
}
