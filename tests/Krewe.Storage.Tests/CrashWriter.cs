using Krewe.Storage.Sqlite;

namespace Krewe.Storage.Tests;

/// <summary>Goes on with eight runs through the committer and prints each commit that was acknowledged, until it is killed.</summary>
internal static class CrashWriter
{
    public const int Runs = 8;

    public static async Task<int> RunAsync(string folder)
    {
        // A small log makes the kills fall into checkpoints too.
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder, CheckpointPages = 50 });
        var committer = new GroupCommitter(store);
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(i => WriteAsync(store, committer, $"r{i}")));
        return 0;
    }

    public static string Payload(string runId, long number) => $"{runId}#{number}#{new string('x', (int)(number * 37 % 900))}";

    private static async Task WriteAsync(SqliteStore store, GroupCommitter committer, string runId)
    {
        for (var number = (await store.LoadAsync(runId))?.LastCommit + 1 ?? 1; ; number++)
        {
            var result = await committer.CommitAsync(new RunCommit
            {
                RunId = runId,
                CommitNo = number,
                Payload = RunStoreContract.Bytes(Payload(runId, number)),
                Index = RunStoreContract.Row(runId, runId) with { Progress = $"{number}" },
                Snapshot = number % 50 == 0 ? RunSnapshot.Whole(number, RunStoreContract.Bytes($"{runId} up to {number}")) : null,
            });
            if (!result.IsCommitted)
            {
                throw new InvalidOperationException($"commit {number} of {runId}: {result.Status}");
            }

            Console.WriteLine($"{runId} {number}");
        }
    }
}
