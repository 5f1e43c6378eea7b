using System.Diagnostics;
using System.Globalization;

namespace Krewe.Benchmarks.Bases;

/// <summary>What starting processes costs without an engine.</summary>
internal static class ProcessStarts
{
    private const string Program = "/bin/true";

    /// <summary>Base X: tasks a second of <c>xargs -P2 -n1 /bin/true</c> over as many lines.</summary>
    public static async Task<double> XargsAsync(int tasks, int parallelism)
    {
        var start = new ProcessStartInfo("xargs") { RedirectStandardInput = true };
        foreach (var argument in (string[])["-P" + parallelism.ToString(CultureInfo.InvariantCulture), "-n1", Program])
        {
            start.ArgumentList.Add(argument);
        }

        var lines = string.Join('\n', Enumerable.Range(1, tasks));
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(lines);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? tasks / Stopwatch.GetElapsedTime(started).TotalSeconds : throw new InvalidOperationException($"xargs ended with {process.ExitCode}");
    }

    /// <summary>Base P8: tasks a second through <see cref="Process"/>, both streams read.</summary>
    public static async Task<double> CapturedAsync(int tasks, int parallelism)
    {
        var started = Stopwatch.GetTimestamp();
        var left = tasks;
        await Task.WhenAll(Enumerable.Range(0, parallelism).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var process = Process.Start(new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
                await process.WaitForExitAsync();
            }
        })));
        return tasks / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
