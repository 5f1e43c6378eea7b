using Krewe.Storage.PostgreSql;
using Krewe.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Tests;

/// <summary>Runs that were there before pipelines were get their numbers when the schema is brought up to date.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class PipelineMigrationTests(PostgreSqlFixture fixture)
{
    private const string Rows = """
        ('u2', 'build-2', 'build', null, null, 20, '{}', '{}'), ('u1', 'build-1', 'build', null, 'nightly', 10, '{}', '{}'),
        ('u3', 'mine-x', null, 'cluster', null, 30, '{}', '{}'), ('u4', 'hello-abc', null, null, null, 40, '{}', '{"metadata":{"generateName":"hello-"}}'),
        ('u5', 'alone', null, null, null, 50, '{}', ''), ('u6', 'child', null, null, null, 60, '{"workflows.krewe.dev/parent":"p"}', '')
        """;

    private static readonly (string Kind, string Name, string[] Uids)[] Expected =
    [
        ("WorkflowTemplate", "build", ["u2", "u1"]), ("CronWorkflow", "nightly", ["u1"]), ("ClusterWorkflowTemplate", "cluster", ["u3"]),
        ("Workflow", "hello", ["u4"]), ("Workflow", "alone", ["u5"]), ("Workflow", "child", []),
    ];

    [Fact]
    public async Task Sqlite_NumbersTheRunsThatAreThere()
    {
        using var folder = new TemporaryFolder();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, SqliteStore.FileName)};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = SchemaBefore.Sqlite("_pipelines") + $"""
                create temporary table old (uid, name, template, cluster, cron, created, labels, summary);
                insert into old values {Rows};
                insert into run (uid) select uid from old;
                insert into run_index select r.rid, o.uid, 'ns', o.name, 0, '', template, cluster, cron, created, null, null, null, '', null, 0, null, 0, labels, json_object(), cast(summary as blob), r.rid
                    from old o join run r on r.uid = o.uid;
                insert into run_label select 'workflows.krewe.dev/parent', 'p', created, uid, rid from run_index where uid = 'u6';
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path }, cancellationToken: TestContext.Current.CancellationToken);
        await CheckAsync(store);
    }

    [Fact]
    public async Task PostgreSql_NumbersTheRunsThatAreThere()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await fixture.Server.SqlAsync(database, SchemaBefore.PostgreSql("_pipelines"));
        await fixture.Server.SqlAsync(database, $"""
            create table old (uid text, name text, template text, cluster text, cron text, created bigint, labels jsonb, summary text);
            insert into old values {Rows};
            insert into run (uid, last_commit, base_commit, snapshot_upto, page_count, completed, flush_id) select uid, 1, 0, 0, 0, false, gen_random_uuid() from old;
            insert into run_index select r.rid, o.uid, 'ns', o.name, false, '', template, cluster, cron, created, null, null, null, '', null, 0, null, false, labels, jsonb_build_object(), convert_to(summary, 'UTF8'), r.rid
                from old o join run r on r.uid = o.uid;
            drop table old
            """);

        await using var store = await PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = database }, cancellationToken: TestContext.Current.CancellationToken);
        await CheckAsync(store);
    }

    private static async Task CheckAsync(IKreweStore store)
    {
        foreach (var (kind, name, uids) in Expected)
        {
            var runs = await store.ListNewestRunsAsync([new PipelineKey("ns", kind, name)], 10, TestContext.Current.CancellationToken);
            Assert.Equal(uids, runs.Select(run => run.Uid));
            Assert.Equal(Enumerable.Range(1, uids.Length).Reverse().Select(number => (long)number), runs.Select(run => run.Number));
        }

        await store.CommitAsync([RunStoreContract.Create("new", "new") with { Pipelines = [new PipelineKey("ns", "WorkflowTemplate", "build")] }], TestContext.Current.CancellationToken);
        Assert.Equal(3, (await store.ListPipelinesOfRunAsync("new", TestContext.Current.CancellationToken)).Single().Number);
    }
}
