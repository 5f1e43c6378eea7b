namespace Krewe.Storage.Tests;

public sealed class InMemoryStoreTests : RunStoreContract
{
    protected override Task<IKreweStore> OpenAsync() => Task.FromResult<IKreweStore>(new InMemoryStore(Time));
}
