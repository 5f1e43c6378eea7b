using Krewe.Storage.PostgreSql;
using Krewe.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Tests;

/// <summary>Runs that ended before usage was kept are counted as far as that is possible when the schema is brought up to date.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class UsageMigrationTests(PostgreSqlFixture fixture)
{
    // 5 January and 10 February 2030, a minute each; the last has not ended.
    private const string Rows = """
        ('u1', 'Succeeded', 'team', 'build', 'nightly', 1893801600000, 1893801660000), ('u2', 'Failed', 'team', 'build', null, 1896912000000, 1896912060000),
        ('u3', 'Error', '', null, null, null, 1896912060000), ('u4', 'Succeeded', 'team', 'build', null, 1896912000000, 1896912060000),
        ('u5', 'Running', '', null, null, 1896912000000, null)
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sqlite_CountsTheRunsThatAreThere()
    {
        using var folder = new TemporaryFolder();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, SqliteStore.FileName)};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = SchemaBefore.Sqlite("_usage") + $"""
                create temporary table old (uid, phase, folder, template, cron, started, finished);
                insert into old values {Rows};
                insert into run (uid) select uid from old;
                insert into run_index select r.rid, o.uid, 'ns', o.uid, 0, phase, template, null, cron, 0, started, finished, null, '', null, 0, 'ann', 0, json_object(), json_object(), null, r.rid, folder
                    from old o join run r on r.uid = o.uid;
                insert into pipeline (namespace, name, kind, last_number) values ('ns', 'nightly', 'CronWorkflow', 1), ('ns', 'build', 'WorkflowTemplate', 3);
                insert into pipeline_run select p.pid, r.rid, r.rid from run_index r join pipeline p on p.name in (r.workflow_template, r.cron_workflow);
                """;
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path }, cancellationToken: Token);
        await CheckAsync(store);
    }

    [Fact]
    public async Task PostgreSql_CountsTheRunsThatAreThere()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await fixture.Server.SqlAsync(database, SchemaBefore.PostgreSql("_usage"));
        await fixture.Server.SqlAsync(database, $"""
            create table old (uid text, phase text, folder text, template text, cron text, started bigint, finished bigint);
            insert into old values {Rows};
            insert into run (uid, last_commit, base_commit, snapshot_upto, page_count, completed, flush_id) select uid, 1, 0, 0, 0, false, gen_random_uuid() from old;
            insert into run_index select r.rid, o.uid, 'ns', o.uid, false, phase, template, null, cron, 0, started, finished, null, '', null, 0, 'ann', false, jsonb_build_object(), jsonb_build_object(), '', r.rid, folder
                from old o join run r on r.uid = o.uid;
            insert into pipeline (namespace, name, kind, last_number) values ('ns', 'nightly', 'CronWorkflow', 1), ('ns', 'build', 'WorkflowTemplate', 3);
            insert into pipeline_run select p.pid, r.rid, r.rid from run_index r join pipeline p on p.name in (r.workflow_template, r.cron_workflow);
            drop table old
            """);

        await using var store = await PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = database }, cancellationToken: Token);
        await CheckAsync(store);
    }

    private static async Task CheckAsync(IKreweStore store)
    {
        var build = new UsageKey("ns", "team", "WorkflowTemplate", "build", "ann", "");
        var query = new UsageSumQuery(new DateOnly(2030, 1, 1), new DateOnly(2030, 2, 28)) { By = UsageParts.All, Per = UsagePer.Month };
        string[] expected = ["2030-01-01 build 1/0/0 60000", "2030-02-01  0/0/1 0", "2030-02-01 build 1/1/0 120000"];
        Assert.Equal(expected, await TextsAsync(query));
        Assert.Equal(["2030-01-05 build 1/0/0 60000", "2030-02-10  0/0/1 0", "2030-02-10 build 1/1/0 120000"], await TextsAsync(query with { Per = UsagePer.Day }));
        Assert.Equal(["2030-01-01  1/0/0 60000", "2030-02-01  0/0/1 0", "2030-02-01  1/1/0 120000"], (await TextsAsync(query with { By = UsageParts.Place })).Order(StringComparer.Ordinal));
        Assert.Contains(build, (await store.SumUsageAsync(query, Token)).Rows.Select(row => row.Key));
        Assert.InRange(await store.GetUsageSinceAsync(Token), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1));

        // New usage goes to the rows that are there.
        await store.CommitAsync([RunStoreContract.Create("new", "new") with { Usage = [new UsageEntry(new DateOnly(2030, 1, 5), build, new UsageFigures { RunsSucceeded = 1 })] }], Token);
        Assert.Equal("2030-01-01 build 2/0/0 60000", (await TextsAsync(query))[0]);

        async Task<List<string>> TextsAsync(UsageSumQuery asked) =>
        [
            .. (await store.SumUsageAsync(asked, Token)).Rows
                .Select(row => $"{row.Start:O} {row.Key.Template} {row.Figures.RunsSucceeded}/{row.Figures.RunsFailed}/{row.Figures.RunsError} {row.Figures.RunMilliseconds}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
