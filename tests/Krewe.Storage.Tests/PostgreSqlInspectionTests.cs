using Krewe.Storage.PostgreSql;
using Krewe.Testing;
using Npgsql;

namespace Krewe.Storage.Tests;

/// <summary>What those who check a deployment learn of a database.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class PostgreSqlInspectionTests(PostgreSqlFixture fixture)
{
    private PostgreSqlServer Server => fixture.Server;

    [Fact]
    public async Task Database_IsSeenAsItIs_AndIsNotChanged()
    {
        var connection = await Server.CreateSchemaAsync();

        var before = await InspectAsync(connection);
        await using (await PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = connection }))
        {
            await ExecuteAsync(connection, "insert into silo_version values ('krewe', 1); insert into silo values ('krewe', '10.0.0.1', 11111, 1, 'a', 'host', 3, 0, null, now(), now() - interval '10 minutes')");
        }

        var after = await InspectAsync(connection);

        Assert.Equal((0, true, true, true), (before.Migration, before.MayUse, before.MayCreate, before.IsSupported));
        Assert.Equal(after.NewestMigration, after.Migration);
        Assert.Equal(("on", "on", "on", false), (after.Fsync, after.FullPageWrites, after.SynchronousCommit, after.IsStandby));
        Assert.InRange(after.UsedConnections, 1, after.MaxConnections);
        Assert.True((after.Clock - after.OwnClock).Duration() <= after.RoundTrip);
        var silo = Assert.Single(after.Silos);
        Assert.Equal(("a", "10.0.0.1:11111", "Active"), (silo.Name, silo.Address, silo.Status));
        Assert.InRange(silo.AliveAgo, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20));
        Assert.Empty(before.Silos);
    }

    [Fact]
    public async Task Schema_ThatIsNotThere_IsToldFromOneThatMayNotBeUsed()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(await Server.CreateSchemaAsync()) { SearchPath = "nowhere" }.ConnectionString;

        var found = await InspectAsync(nowhere);

        Assert.Equal((null, false, false), (found.Schema, found.MayUse, found.MayCreate));
    }

    [Fact]
    public async Task Database_ThatRefuses_IsToldInWords()
    {
        var wrong = new NpgsqlConnectionStringBuilder(await Server.CreateSchemaAsync()) { Database = "none-of-that-name" }.ConnectionString;

        var refused = await Assert.ThrowsAsync<StorageException>(() => InspectAsync(wrong));

        Assert.Contains("create it first", refused.Message, StringComparison.Ordinal);
    }

    private static Task<PostgreSqlFindings> InspectAsync(string connection) =>
        PostgreSqlInspection.InspectAsync(new PostgreSqlStoreOptions { ConnectionString = connection }, TimeProvider.System, TestContext.Current.CancellationToken);

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
