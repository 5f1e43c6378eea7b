using System.Diagnostics;
using Krewe.Storage.Sqlite;

namespace Krewe.Storage.Tests;

/// <summary>Rates of the committer on SQLite, by number of callers; each caller owns one run.</summary>
internal static class CommitBenchmark
{
    public static async Task<int> RunAsync()
    {
        foreach (var (callers, withIndex) in new[] { (1, false), (256, false), (256, true), (1024, false) })
        {
            using var folder = new TemporaryFolder();
            await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path });
            await using var committer = new GroupCommitter(store);
            await Task.WhenAll(Enumerable.Range(0, callers).Select(i => WriteAsync(committer, i, 1, 5, withIndex)));
            var (each, clock, flushes) = (callers == 1 ? 2_000 : 60_000 / callers, Stopwatch.StartNew(), committer.Flushes);
            await Task.WhenAll(Enumerable.Range(0, callers).Select(i => WriteAsync(committer, i, 6, each, withIndex)));
            clock.Stop();
            Console.WriteLine($"{callers} callers{(withIndex ? " with index row" : "")}: {each * callers / clock.Elapsed.TotalSeconds:F0} records/s, {(double)each * callers / (committer.Flushes - flushes):F0} a flush");
        }

        return 0;
    }

    private static async Task WriteAsync(GroupCommitter committer, int run, long from, int count, bool withIndex)
    {
        var payload = new byte[200];
        for (var number = from; number < from + count; number++)
        {
            var result = await committer.CommitAsync(new RunCommit
            {
                RunId = $"run-{run}",
                CommitNo = number,
                Payload = payload,
                Index = withIndex || number == 1 ? RunStoreContract.Row($"run-{run}", $"name-{run}") with { Phase = "Running", Progress = $"{number}/9" } : null,
            });
            if (!result.IsCommitted)
            {
                throw new InvalidOperationException($"{result.Status}");
            }
        }
    }
}
