using System.Diagnostics;
using System.Globalization;
using Krewe.Benchmarks.Engine;
using Krewe.Engine;

namespace Krewe.Benchmarks.PostgreSql;

/// <summary>An engine in a process of its own that takes one run to its half, stays there, and is killed.</summary>
internal static class HalfRun
{
    public const string Verb = "half-run";

    /// <summary>Starts the process, waits for the half, and kills it as a crash does.</summary>
    /// <returns>The run's uid.</returns>
    public static async Task<string> MakeAsync(string connectionString, string folder, int tasks)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["KREWE_BENCH_DATABASE"] = connectionString;
        foreach (var argument in (string[])[Verb, folder, tasks.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var uid = await process.StandardOutput.ReadLineAsync();
        process.Kill();
        await process.WaitForExitAsync();
        return uid is { Length: > 0 } ? uid : throw new InvalidOperationException("the engine that was to be killed ended by itself");
    }

    /// <summary>The work of the process.</summary>
    public static async Task<int> WorkAsync(string[] args)
    {
        var tasks = int.Parse(args[2], CultureInfo.InvariantCulture);
        await using var engine = await BenchEngine.StartNoOpAsync(args[1], StoreKind.PostgreSql, postgreSql: BenchDatabase.Options(Environment.GetEnvironmentVariable("KREWE_BENCH_DATABASE")!));
        engine.NoOp.HoldAfter = tasks / 2;
        var uid = await engine.SubmitAsync(Workflows.Loop(tasks));
        using (var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            while (engine.NoOp.Held < Math.Min(new RunConfig().Window, tasks / 2) && await tick.WaitForNextTickAsync())
            {
            }
        }

        // What is open now is in the log: its start was released by the commit.
        Console.WriteLine(uid);
        await Console.In.ReadLineAsync();
        return 0;
    }
}
