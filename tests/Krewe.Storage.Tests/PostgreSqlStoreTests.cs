using Krewe.Storage.PostgreSql;

namespace Krewe.Storage.Tests;

[Collection(PostgreSqlFixture.Name)]
public sealed class PostgreSqlStoreTests(PostgreSqlFixture fixture) : RunStoreContract
{
    protected override async Task<IKreweStore> OpenAsync() =>
        await PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = await fixture.Server.CreateSchemaAsync() }, Time);
}
