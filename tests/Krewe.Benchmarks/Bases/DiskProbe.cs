using System.Diagnostics;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks.Bases;

/// <summary>How the disk is doing: overwrites of 4 KiB of a file that has its length already, each flushed.</summary>
internal static class DiskProbe
{
    private const int Writes = 11;

    public static double MedianMilliseconds(string folder)
    {
        var path = Path.Combine(folder, "probe-" + Guid.NewGuid().ToString("N"));
        var block = new byte[4096];
        var times = new List<double>();
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose))
        {
            for (var i = 0; i < Writes; i++)
            {
                RandomAccess.Write(file, block, i * block.Length);
            }

            RandomAccess.FlushToDisk(file);
            for (var i = 0; i < Writes; i++)
            {
                var started = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, block, i * block.Length);
                RandomAccess.FlushToDisk(file);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return Numbers.Median(times);
    }
}
