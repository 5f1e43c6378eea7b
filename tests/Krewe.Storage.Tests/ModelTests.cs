using CsCheck;
using Krewe.Storage.PostgreSql;
using Krewe.Storage.Sqlite;

namespace Krewe.Storage.Tests;

/// <summary>Random histories on a durable store, the store in memory being the model; the store is reopened on the way.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class ModelTests(PostgreSqlFixture postgres)
{
    private static readonly string[] Phases = ["Running", "Succeeded", "Failed"];

    private static readonly Gen<RunCommit> GenCommit = Gen.Select(Gen.Int[0, 5], Gen.Long[1, 8], Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[0, 2], Gen.Int[0, 3]).Select(
        (run, number, name, extra, phase, second) => new RunCommit
        {
            RunId = $"r{run}",
            CommitNo = number,
            Payload = RunStoreContract.Bytes($"{run}/{number}/{name}/{extra}"),
            Index = extra is 0 or 4 ? null : RunStoreContract.Row($"r{run}", $"n{name}") with
            {
                Phase = Phases[phase],
                HoldsName = extra < 7,
                Progress = $"{number}/8",
                CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(second),
                Labels = extra % 2 == 0 ? new Dictionary<string, string> { ["l"] = $"{phase}" } : new Dictionary<string, string>(),
                Parameters = new Dictionary<string, string> { ["p"] = $"{second}" },
            },
            Wakeup = extra switch { 1 => WakeupChange.At(DateTimeOffset.UnixEpoch.AddMinutes(second)), 2 => WakeupChange.Clear, _ => null },
            Snapshot = extra == 3 ? RunSnapshot.Whole(Math.Max(1, number - second), RunStoreContract.Bytes($"s{number}")) : null,
            Completed = extra == 4 ? RunStoreContract.Bytes($"d{number}") : (ReadOnlyMemory<byte>?)null,
            RequestId = extra == 5 ? $"q{name}" : null,
        });

    /// <summary>A commit of a history: its number is mostly moved to the next one of its run, else few would go through.</summary>
    private static readonly Gen<(RunCommit Commit, bool AsGiven)> GenStep = Gen.Select(GenCommit, Gen.Int[0, 4], (commit, chance) => (commit, chance == 0));

    private static readonly Gen<((RunCommit Commit, bool AsGiven)[] Batch, int Action)[]> History = Gen.Select(GenStep.Array[1, 6], Gen.Int[0, 11]).Array[1, 25];

    [Fact]
    public Task Sqlite_Agrees_WhateverIsDone() => History.SampleAsync(
        async steps =>
        {
            using var folder = new TemporaryFolder();
            await CompareAsync(steps, async () => await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path }));
        },
        iter: 60, threads: 1);

    [Fact]
    public Task PostgreSql_Agrees_WhateverIsDone() => History.SampleAsync(
        async steps =>
        {
            var database = await postgres.Server.CreateSchemaAsync();
            await CompareAsync(steps, async () => await PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = database }));
        },
        iter: 12, threads: 1);

    private static async Task CompareAsync(((RunCommit Commit, bool AsGiven)[] Batch, int Action)[] steps, Func<Task<IKreweStore>> openAsync)
    {
        await using var model = new InMemoryStore();
        var store = await openAsync();
        var changedIn = new Dictionary<string, int>();
        try
        {
            foreach (var (step, (batch, action)) in steps.Index())
            {
                var commits = await NumberAsync(model, batch);
                var results = (await model.CommitAsync(commits)).Select(Told).ToArray();
                Assert.Equal(results, (await store.CommitAsync(commits)).Select(Told));
                foreach (var (commit, _) in commits.Zip(results).Where(pair => pair.Second.HasChange))
                {
                    changedIn[commit.RunId] = 2 * step;
                }

                var uid = commits[0].RunId;
                switch (action)
                {
                    case 0:
                        Changed(await model.DeleteAsync(uid), await store.DeleteAsync(uid));
                        break;
                    case 1:
                        Changed(await model.ReleaseNameAsync(uid), await store.ReleaseNameAsync(uid));
                        break;
                    case 2:
                        await store.DisposeAsync();
                        store = await openAsync();
                        break;
                }

                void Changed(bool expected, bool found)
                {
                    Assert.Equal(expected, found);
                    changedIn[uid] = expected ? (2 * step) + 1 : changedIn.GetValueOrDefault(uid);
                }
            }

            await AssertSameAsync(model, store);
            await AssertSameChangesAsync(model, store, changedIn);
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private static async Task<RunCommit[]> NumberAsync(InMemoryStore model, (RunCommit Commit, bool AsGiven)[] batch)
    {
        var heads = new Dictionary<string, long>();
        var commits = new List<RunCommit>();
        foreach (var (commit, asGiven) in batch)
        {
            var last = heads.TryGetValue(commit.RunId, out var head) ? head : (await model.LoadAsync(commit.RunId))?.LastCommit ?? 0;
            var number = asGiven ? commit.CommitNo : last + 1;
            heads[commit.RunId] = Math.Max(last, number);
            commits.Add(commit with
            {
                CommitNo = number,
                Snapshot = commit.Snapshot is { } snapshot ? snapshot with { UptoCommit = Math.Min(snapshot.UptoCommit, number) } : null,
            });
        }

        return [.. commits];
    }

    private static async Task AssertSameAsync(InMemoryStore model, IKreweStore store)
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(Describe(await model.LoadAsync($"r{i}")), Describe(await store.LoadAsync($"r{i}")));
            Assert.Equivalent(Unnumbered(await model.GetByNameAsync("ns", $"n{i}")), Unnumbered(await store.GetByNameAsync("ns", $"n{i}")), strict: true);
        }

        Assert.Equal(await model.ListActiveAsync(null, 10), await store.ListActiveAsync(null, 10));
        Assert.Equal(await model.ListDueWakeupsAsync(DateTimeOffset.UnixEpoch.AddDays(1), 10), await store.ListDueWakeupsAsync(DateTimeOffset.UnixEpoch.AddDays(1), 10));
        RunFilter[] filters =
        [
            RunFilter.All, new RunFilter { Phases = ["Running", "Failed"] }, new RunFilter { Labels = [LabelRequirement.Is("l", "1")] },
            new RunFilter { Labels = [new("l", LabelOperator.NotExists, [])], Namespace = "ns" }, new RunFilter { Parameters = new Dictionary<string, string> { ["p"] = "2" } },
        ];
        foreach (var filter in filters)
        {
            var (expected, found) = (await model.ListAsync(filter, null, 3), await store.ListAsync(filter, null, 3));
            Assert.Equivalent(expected.Rows.Select(Unnumbered), found.Rows.Select(Unnumbered), strict: true);
            Assert.Equal(expected.Next, found.Next);
            Assert.Equal(await model.CountByPhaseAsync(filter), await store.CountByPhaseAsync(filter));
        }

    }

    /// <summary>The same changes in the order of the steps that made them; commits of one batch are made at once, theirs is free.</summary>
    private static async Task AssertSameChangesAsync(InMemoryStore model, IKreweStore store, Dictionary<string, int> changedIn)
    {
        var (told, heard) = (Ordered(await model.ListChangesAsync(0, null, 100)), Ordered(await store.ListChangesAsync(0, null, 100)));
        Assert.Equal(told.Select(change => change.Step), heard.Select(change => change.Step));
        Assert.Equal(told.Order(), heard.Order());

        (int Step, string Uid, string Name, bool IsGone)[] Ordered(RunChanges changes) =>
            [.. changes.Changes.Select(change => (changedIn[change.Uid], change.Uid, change.Name, change.Row is null))];
    }

    /// <summary>What every store must answer alike: numbers of changes are their own, only their order is agreed.</summary>
    private static (CommitStatus Status, bool HasChange, string? Existing) Told(CommitResult result) => (result.Status, result.ChangeNumber > 0, result.ExistingRunId);

    private static RunIndexRow? Unnumbered(RunIndexRow? row) => row is null ? null : row with { ChangeNumber = 0 };

    private static string Describe(StoredRun? run) => run is null
        ? "none"
        : $"{run.RunId} last {run.LastCommit} upto {run.SnapshotUpto} due {run.WakeupAt:O} document {(run.Document is { } document ? RunStoreContract.Text(document) : "-")} "
            + $"pages {string.Join(',', run.Pages.Select(page => RunStoreContract.Text(page.Payload)))} log {string.Join(',', run.Log.Select(record => $"{record.CommitNo}:{RunStoreContract.Text(record.Payload)}"))}";
}
