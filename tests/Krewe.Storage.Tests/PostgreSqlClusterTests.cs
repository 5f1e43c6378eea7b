using Krewe.Storage.PostgreSql;
using Krewe.Testing;

namespace Krewe.Storage.Tests;

/// <summary>What silos that share a database need of it.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class PostgreSqlClusterTests(PostgreSqlFixture fixture)
{
    private static readonly DateOnly Day = new(2030, 1, 2);

    private PostgreSqlServer Server => fixture.Server;

    [Fact]
    public async Task Runs_AreFoundByTheirOwner_AndOrphansByTheOwnersThatAreThere()
    {
        await using var store = await OpenAsync(await Server.CreateSchemaAsync(), shared: true);
        await store.CommitAsync(
        [
            RunStoreContract.Create("r1", "n1") with { Owner = "a" },
            RunStoreContract.Create("r2", "n2") with { Owner = "b" },
            RunStoreContract.Create("r3", "n3") with { Owner = "c" },
            RunStoreContract.Create("r4", "n4"),
            RunStoreContract.Create("r5", "n5") with { Owner = "b" },
        ]);
        await store.CommitAsync([RunStoreContract.Next("r5", 2) with { Completed = RunStoreContract.Bytes("done") }]);

        Assert.Equal(["r2"], await store.ListOwnedAsync("b", null, 10));
        Assert.Equal(["r2", "r3", "r4"], await store.ListOrphansAsync(["a"], null, 10));
        Assert.Equal(["r2", "r3"], await store.ListOrphansAsync(["a"], null, 2));
        Assert.Equal(["r4"], await store.ListOrphansAsync(["a"], "r3", 2));
        Assert.Equal(["r4"], await store.ListOrphansAsync(["a", "b", "c"], null, 10));

        await store.CommitAsync([RunStoreContract.Next("r2", 2) with { Owner = "a" }]);

        Assert.Equal(["r1", "r2"], await store.ListOwnedAsync("a", null, 10));
        Assert.Equal(["r3", "r4"], await store.ListOrphansAsync(["a"], null, 10));
    }

    [Fact]
    public async Task Silos_ThatStartRunsOfTheSamePipelinesAtOnce_GiveEachNumberOnce()
    {
        var schema = await Server.CreateSchemaAsync();
        await using var one = await OpenAsync(schema, shared: true);
        await using var other = await OpenAsync(schema, shared: true);
        PipelineKey[] keys = [new("ns", "CronWorkflow", "a"), new("ns", "WorkflowTemplate", "b"), new("ns", "Workflow", "c")];

        await Task.WhenAll(StartAsync(one, "x", reversed: false), StartAsync(other, "y", reversed: true));

        foreach (var key in keys)
        {
            var runs = await one.ListPipelineRunsAsync(new PipelineRunQuery(key), 1000);
            Assert.Equal(Enumerable.Range(1, 400).Reverse().Select(number => (long)number), runs.Select(run => run.Number));
        }

        var usage = await other.SumUsageAsync(new UsageSumQuery(Day, Day) { By = UsageParts.All });
        Assert.Equal([400L, 400L, 400L], usage.Rows.Select(row => row.Figures.RunsSucceeded));

        // Both orders: rows of pipelines and of usage taken in the order of the batch would have them wait for each other.
        async Task StartAsync(IKreweStore store, string prefix, bool reversed)
        {
            for (var flush = 0; flush < 40; flush++)
            {
                var answers = await store.CommitAsync([.. Enumerable.Range(0, 5).Select(i =>
                    RunStoreContract.Create($"{prefix}-{flush}-{i}", $"{prefix}-{flush}-{i}") with
                    {
                        Pipelines = reversed ? [.. keys.Reverse()] : keys,
                        Usage = [.. (reversed ? keys.Reverse() : keys).Select(key => new UsageEntry(Day, new UsageKey(key.Namespace, "", key.Kind, key.Name, "", ""), new UsageFigures { RunsSucceeded = 1 }))],
                    })]);
                Assert.All(answers, answer => Assert.True(answer.IsCommitted));
            }
        }
    }

    [Fact]
    public async Task EngineThatSharesWithNobody_AndSilos_KeepEachOtherOut()
    {
        var schema = await Server.CreateSchemaAsync();
        await using (await OpenAsync(schema, shared: true))
        await using (await OpenAsync(schema, shared: true))
        {
            await Assert.ThrowsAsync<StorageException>(() => OpenAsync(schema, shared: false));
        }

        await using var alone = await OpenAsync(schema, shared: false);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(schema, shared: true));
        Assert.Contains("shares it with nobody", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListOfSilos_TakesOneOfTwoChangesThatSawTheSameVersion()
    {
        var schema = await Server.CreateSchemaAsync();
        await using var store = await OpenAsync(schema, shared: true);
        const string Insert = "'c', '127.0.0.1', {0}, 1, 'name', 'host', 3, 0, now(), now(), 0";
        await RunAsync(schema, "InsertMembershipVersionKey", "text", "'c'");

        var first = await RunAsync(schema, "InsertMembershipKey", InsertTypes, string.Format(System.Globalization.CultureInfo.InvariantCulture, Insert, 1));
        var second = await RunAsync(schema, "InsertMembershipKey", InsertTypes, string.Format(System.Globalization.CultureInfo.InvariantCulture, Insert, 2));

        Assert.Equal(("1", "0"), (first, second));
        Assert.Equal("1|1", await Server.SqlAsync(schema, "select v.version, count(s.*) from silo_version v left join silo s using (cluster) group by v.version"));
    }

    private const string InsertTypes = "text, text, integer, integer, text, text, integer, integer, timestamptz, timestamptz, integer";

    /// <summary>Runs a stored statement, whose named parameters become those of a prepared one in the order in which they are first named here.</summary>
    private async Task<string> RunAsync(string schema, string key, string types, string values)
    {
        var text = await Server.SqlAsync(schema, $"select querytext from orleansquery where querykey = '{key}'");
        string[] names = ["DeploymentId", "Address", "Port", "Generation", "SiloName", "HostName", "Status", "ProxyPort", "StartTime", "IAmAliveTime", "Version"];
        for (var i = 0; i < names.Length; i++)
        {
            text = text.Replace("@" + names[i], $"${i + 1}", StringComparison.Ordinal);
        }

        return await Server.SqlAsync(schema, $"prepare stored ({types}) as {text}; execute stored ({values})");
    }

    private static Task<PostgreSqlStore> OpenAsync(string database, bool shared) =>
        PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = database, Shared = shared, Exclusive = !shared });
}
