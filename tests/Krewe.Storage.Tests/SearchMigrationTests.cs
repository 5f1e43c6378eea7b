using Krewe.Storage.PostgreSql;

namespace Krewe.Storage.Tests;

/// <summary>Runs that are there already are found by their folders and messages, and counted, when the schema is brought up to date.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class SearchMigrationTests(PostgreSqlFixture fixture)
{
    [Fact]
    public async Task PostgreSql_FindsTheRunsThatAreThere()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await fixture.Server.SqlAsync(database, SchemaBefore.PostgreSql("_searches"));
        await fixture.Server.SqlAsync(database, """
            create table old (uid text, space text, folder text, phase text, message text);
            insert into old values ('u1', 'ns', 'team/ci/é', 'Failed', 'Out of MEMORY'), ('u2', 'ns', 'team', 'Running', null), ('u3', 'other', 'team/ci', 'Running', null), ('u4', 'ns', '', 'Failed', 'memory');
            insert into run (uid, last_commit, base_commit, snapshot_upto, page_count, completed, flush_id) select uid, 1, 0, 0, 0, false, gen_random_uuid() from old;
            insert into run_index select r.rid, o.uid, space, o.uid, false, phase, null, null, null, r.rid, null, null, null, '', message, 0, null, false, jsonb_build_object(), jsonb_build_object(), '', r.rid, folder
                from old o join run r on r.uid = o.uid;
            insert into run_tally select namespace, phase, 0, count(*) from run_index group by namespace, phase;
            drop table old
            """);

        await using var store = await PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = database }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("u3 u2 u1", await UidsAsync(new RunFilter { Places = [new RunPlace(null, "team")] }));
        Assert.Equal("u3 u1", await UidsAsync(new RunFilter { Places = [new RunPlace(null, "team/ci")] }));
        Assert.Equal("u1", await UidsAsync(new RunFilter { Places = [new RunPlace("ns", "team/ci")] }));
        Assert.Equal("u1", await UidsAsync(new RunFilter { Namespace = "ns", Places = [new RunPlace(null, "team/ci/é")] }));
        Assert.Equal("u4 u1", await UidsAsync(new RunFilter { Where = new TextCondition(RunText.Message, null, [new TextPattern(["", "Memory", ""], IgnoreCase: true)]) }));
        Assert.Equal(new Dictionary<string, long> { ["Failed"] = 1, ["Running"] = 2 }, (await store.CountAsync(new RunFilter { Places = [new RunPlace(null, "team")] }, 1)).ByPhase);
        await store.DeleteAsync("u1");
        Assert.Equal([("ns", "team", 1), ("other", "team/ci", 1)], (await store.CountByFolderAsync(null)).Select(count => (count.Namespace, count.Folder, count.Runs)).Order());

        async Task<string> UidsAsync(RunFilter filter) => string.Join(' ', (await store.ListAsync(filter, null, 10)).Rows.Select(row => row.Uid));
    }
}
