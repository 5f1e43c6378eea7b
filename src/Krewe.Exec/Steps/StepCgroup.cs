using System.Globalization;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>The cgroups of one step: they hold its memory and CPU limits, and tell whether the kernel killed something for memory.</summary>
/// <remarks>Both versions: version 1 has a tree a controller, version 2 one tree with files of all controllers. A process
/// enters right after it was started, for posix_spawn cannot start one inside: what it takes in that first moment is not counted.</remarks>
internal sealed class StepCgroup
{
    private const string Mount = "/sys/fs/cgroup";
    private const int CpuPeriodMicroseconds = 100_000;
    private static readonly Lazy<string?> MemoryParent = new(() => Parent("memory", "memory.limit_in_bytes", "memory.max"));
    private static readonly Lazy<string?> CpuParent = new(() => Parent("cpu", "cpu.cfs_quota_us", "cpu.max"));
    private readonly List<string> _folders = [];

    /// <summary>Whether limits can be set on this machine.</summary>
    public static bool IsPossible => MemoryParent.Value is not null && CpuParent.Value is not null;

    /// <summary>Makes the cgroups that the step's limits need; null if it has none or the machine allows none.</summary>
    public static StepCgroup? Create(StepSpec spec)
    {
        var cgroup = new StepCgroup();
        var name = "krewe-" + Guid.NewGuid().ToString("N");
        if (spec.MemoryBytes > 0 && MemoryParent.Value is { } memory)
        {
            var folder = cgroup.Add(Path.Combine(memory, name));
            var bytes = spec.MemoryBytes.ToString(CultureInfo.InvariantCulture);
            if (!Write(folder, "memory.max", bytes))
                Write(folder, "memory.limit_in_bytes", bytes);
            // Or the step would go on in swap.
            if (!Write(folder, "memory.swap.max", "0"))
                Write(folder, "memory.memsw.limit_in_bytes", bytes);
        }
        if (spec.MilliCpu > 0 && CpuParent.Value is { } cpu)
        {
            var folder = cgroup.Add(Path.Combine(cpu, name));
            var quota = Math.Max(1000, spec.MilliCpu * (long)CpuPeriodMicroseconds / 1000).ToString(CultureInfo.InvariantCulture);
            var period = CpuPeriodMicroseconds.ToString(CultureInfo.InvariantCulture);
            if (!Write(folder, "cpu.max", quota + " " + period))
            {
                Write(folder, "cpu.cfs_period_us", period);
                Write(folder, "cpu.cfs_quota_us", quota);
            }
        }
        return cgroup._folders.Count > 0 ? cgroup : null;
    }

    /// <summary>Moves a process in; what it starts follows.</summary>
    public void Enter(int pid)
    {
        foreach (var folder in _folders)
            Write(folder, "cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether the kernel killed something for lack of memory.</summary>
    public bool WasKilled() => _folders.Any(f => KillsIn(f, "memory.events") || KillsIn(f, "memory.oom_control"));

    /// <summary>Removes the cgroups of a step that has ended.</summary>
    public void Remove()
    {
        foreach (var folder in _folders)
        {
            try
            {
                // Its files are the kernel's: the folder goes as a whole, or not while a zombie is in it.
                Directory.Delete(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                SupervisorLog.Write($"cgroup {folder}: {e.Message}");
            }
        }
    }

    private string Add(string folder)
    {
        Directory.CreateDirectory(folder);
        _folders.Add(folder);
        return folder;
    }

    private static bool KillsIn(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) && File.ReadLines(path).Any(l => l.StartsWith("oom_kill ", StringComparison.Ordinal) && l != "oom_kill 0");
    }

    private static bool Write(string folder, string name, string value)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(value));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process may have ended already; a limit that is refused is told in the log.
            SupervisorLog.Write($"{path} = {value}: {e.Message}");
            return false;
        }
    }

    // Our own cgroup, or in version 2, where one with processes may not have limited children, the one above it.
    private static string? Parent(string controller, string version1File, string version2File)
    {
        try
        {
            var lines = File.ReadAllLines("/proc/self/cgroup").Select(l => l.Split(':', 3)).Where(l => l.Length == 3).ToList();
            var own1 = lines.FirstOrDefault(l => l[1].Split(',').Contains(controller))?[2];
            var own2 = lines.FirstOrDefault(l => l[1].Length == 0)?[2];
            string?[] candidates =
            [
                own1 is null ? null : Path.Combine(Mount, controller) + own1,
                own1 is null ? null : Path.Combine(Mount, controller),
                own2 is null ? null : Mount + own2,
                own2 is null or "/" ? null : Mount + Path.GetDirectoryName(own2),
            ];
            return candidates.FirstOrDefault(c => c is not null && Directory.Exists(c) && Works(c, version1File, version2File));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Works(string parent, string version1File, string version2File)
    {
        var probe = Path.Combine(parent, "krewe-probe-" + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(probe);
            var works = File.Exists(Path.Combine(probe, version1File)) || File.Exists(Path.Combine(probe, version2File));
            Directory.Delete(probe);
            return works;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
