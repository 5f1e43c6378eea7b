using System.Diagnostics;
using System.Globalization;
using Krewe.Storage.Sqlite;

namespace Krewe.Storage.Tests;

public sealed class CrashTests
{
    [Fact]
    public async Task Store_HasEveryAcknowledgedCommit_WhenItsProcessIsKilled()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new Dictionary<string, long>();
        var random = new Random(7);
        for (var kill = 0; kill < 15; kill++)
        {
            await RunAndKillAsync(folder.Path, random.Next(1, 250), acknowledged);

            await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path });
            foreach (var (runId, number) in acknowledged)
            {
                await AssertWholeAsync(store, runId, number);
            }
        }

        Assert.True(acknowledged.Values.Sum() > 15, "the writer got nowhere");
    }

    [Fact]
    public async Task Store_HasEveryAcknowledgedCommit_WhenTheLogIsCutAfterTheLastSync()
    {
        using var folder = new TemporaryFolder();
        await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path, CheckpointPages = 1_000_000 });
        var log = store.DatabasePath + "-wal";
        var lengths = new List<long>();
        for (var number = 1; number <= 60; number++)
        {
            var commit = new RunCommit { RunId = "r0", CommitNo = number, Payload = RunStoreContract.Bytes(CrashWriter.Payload("r0", number)), Index = RunStoreContract.Row("r0", "r0") with { Progress = $"{number}" } };
            Assert.True((await store.CommitAsync([commit]))[0].IsCommitted);
            lengths.Add(new FileInfo(log).Length);
        }

        var random = new Random(11);
        for (var cut = 0; cut < 40; cut++)
        {
            // Power fails somewhere after commit k was synced: anything beyond may be missing, torn or garbage.
            var k = random.Next(1, lengths.Count);
            var length = random.NextInt64(lengths[k - 1], lengths[k] + 1);
            using var after = new TemporaryFolder();
            File.Copy(store.DatabasePath, Path.Combine(after.Path, SqliteStore.FileName));
            await File.WriteAllBytesAsync(Path.Combine(after.Path, SqliteStore.FileName + "-wal"), await CutAsync(log, length, cut % 2 == 0 ? random : null));

            await using var reopened = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = after.Path });
            var last = await AssertWholeAsync(reopened, "r0", k);
            Assert.True(last <= k + 1, $"cut within commit {k + 1} but commit {last} is there");
            Assert.True((await reopened.CommitAsync([RunStoreContract.Next("r0", last + 1)]))[0].IsCommitted);
        }
    }

    private static async Task<byte[]> CutAsync(string path, long length, Random? garbage)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[length + (garbage is null ? 0 : 5000)];
        await file.ReadExactlyAsync(bytes.AsMemory(0, (int)length));
        garbage?.NextBytes(bytes.AsSpan((int)length));
        return bytes;
    }

    private static async Task<long> AssertWholeAsync(SqliteStore store, string runId, long acknowledged)
    {
        var run = (await store.LoadAsync(runId))!;
        Assert.True(run.LastCommit >= acknowledged, $"{runId}: commit {acknowledged} was acknowledged, the last one is {run.LastCommit}");
        Assert.All(run.Log, record => Assert.Equal(CrashWriter.Payload(runId, record.CommitNo), RunStoreContract.Text(record.Payload)));
        Assert.Equal(run.LastCommit - run.SnapshotUpto, run.Log.Count);
        Assert.All(run.Pages, page => Assert.Equal($"{runId} up to {run.SnapshotUpto}", RunStoreContract.Text(page.Payload)));
        Assert.Equal($"{run.LastCommit}", (await store.GetAsync(runId))!.Progress);
        return run.LastCommit;
    }

    private static async Task RunAndKillAsync(string folder, int commits, Dictionary<string, long> acknowledged)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--writer", folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        for (var seen = 0; await process.StandardOutput.ReadLineAsync() is { } line; seen++)
        {
            if (line.Split(' ') is [var runId, var number] && long.TryParse(number, CultureInfo.InvariantCulture, out var acked))
            {
                acknowledged[runId] = Math.Max(acknowledged.GetValueOrDefault(runId), acked);
            }

            if (seen == commits)
            {
                // What is still in the pipe was acknowledged too and is read to its end.
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 137, $"the writer ended by itself: {await errors}");
    }
}
