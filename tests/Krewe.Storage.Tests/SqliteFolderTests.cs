using Krewe.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Tests;

public sealed class SqliteFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_NamesTheHolder_WhenTheFolderIsInUse()
    {
        await using var store = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Contains($"in use by process {Environment.ProcessId} (since ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TakesOver_WhenTheLockFileIsLeftBehind()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "krewe.lock"), "999999 2020-01-01T00:00:00Z\n");
        await using (var store = await OpenAsync())
        {
            Assert.True((await store.CommitAsync([RunStoreContract.Create("r1", "a")]))[0].IsCommitted);
        }

        await using var again = await OpenAsync();
        Assert.NotNull(await again.LoadAsync("r1"));
    }

    [Fact]
    public async Task Open_KeepsOrder_WhenReopened()
    {
        long last;
        await using (var store = await OpenAsync())
        {
            await store.CommitAsync([RunStoreContract.Create("r1", "a"), RunStoreContract.Create("r2", "b")]);
            await store.DeleteAsync("r2");
            last = (await store.ListAsync(RunFilter.All, null, 1)).ChangeNumber;
            await store.ForgetAsync(TimeProvider.System.GetUtcNow().AddDays(1));
        }

        await using var again = await OpenAsync();
        var next = await again.CommitAsync([RunStoreContract.Next("r1", 2) with { Index = RunStoreContract.Row("r1", "a") }]);
        Assert.True(next[0].ChangeNumber > last);
    }

    [Fact]
    public async Task Open_Refuses_WhenTheFolderIsAFile()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "x");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = file }));

        Assert.Contains("is a file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Refuses_WhenTheDatabaseIsGarbage()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, SqliteStore.FileName), Enumerable.Repeat((byte)'x', 8192).ToArray());

        Assert.Contains("damaged or no Krewe database", (await Assert.ThrowsAsync<StorageException>(OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Refuses_WhenTheSchemaIsNewer()
    {
        string path;
        await using (var store = await OpenAsync())
        {
            path = store.DatabasePath;
        }

        await ExecuteAsync(path, "insert into schema_migration values (9000, '9000_future.sql', 0)");

        Assert.Contains("has schema 9000", (await Assert.ThrowsAsync<StorageException>(OpenAsync)).Message, StringComparison.Ordinal);
        await ExecuteAsync(path, "delete from schema_migration where number = 9000");
        await using var again = await OpenAsync();
    }

    [Fact]
    public async Task Commit_SaysThatTheDiskIsFull_AndGoesOnWhenThereIsRoom()
    {
        await using var store = await OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path, MaxPages = 120 });
        await store.CommitAsync([RunStoreContract.Create("r1", "a")]);

        var large = new byte[1_000_000];
        new Random(1).NextBytes(large);
        var refusal = await Assert.ThrowsAsync<StorageException>(() => store.CommitAsync([RunStoreContract.Next("r1", 2) with { Payload = large }]));

        Assert.Contains("no space is left", refusal.Message, StringComparison.Ordinal);
        Assert.True((await store.CommitAsync([RunStoreContract.Next("r1", 2)]))[0].IsCommitted);
        Assert.Equal(2, (await store.LoadAsync("r1"))!.LastCommit);
    }

    [Fact]
    public async Task Load_Refuses_WhenARecordIsDamaged()
    {
        string path;
        await using (var store = await OpenAsync())
        {
            path = store.DatabasePath;
            await store.CommitAsync([RunStoreContract.Create("r1", "a")]);
        }

        await ExecuteAsync(path, "update run_log set payload = cast(substr(payload, 1, 10) || 'xxxxxxx' as blob)");
        await using var again = await OpenAsync();
        Assert.Contains("damaged", (await Assert.ThrowsAsync<DamagedRecordException>(() => again.LoadAsync("r1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_Refuses_WhenClosed()
    {
        var store = await OpenAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync([RunStoreContract.Create("r1", "a")]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.LoadAsync("r1"));
    }

    private static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static Task<SqliteStore> OpenAsync(SqliteStoreOptions options) => SqliteStore.OpenAsync(options);

    private Task<SqliteStore> OpenAsync() => OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path });
}
