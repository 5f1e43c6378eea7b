using System.Globalization;
using System.Runtime;

namespace Krewe.Benchmarks.Measuring;

/// <summary>Resident memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes resident now.</summary>
    public static long Resident => Status("VmRSS:", "self");

    /// <summary>Most bytes resident since <see cref="ForgetPeak"/>.</summary>
    public static long Peak => Status("VmHWM:", "self");

    /// <summary>Bytes resident now in another process, and most since it began or <see cref="ForgetPeakOf"/>.</summary>
    public static (long Resident, long Peak) Of(int process)
    {
        var id = process.ToString(CultureInfo.InvariantCulture);
        return (Status("VmRSS:", id), Status("VmHWM:", id));
    }

    public static void ForgetPeakOf(int process) => File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/clear_refs"), "5");

    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>Gives back to the system what is not in use.</summary>
    public static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private static long Status(string field, string process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
