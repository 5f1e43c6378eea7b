using Krewe.Storage.Sqlite;

namespace Krewe.Storage.Tests;

public sealed class SqliteStoreTests : RunStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IKreweStore> OpenAsync() => await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, Time);

    protected override void CleanUp() => _folder.Dispose();
}
