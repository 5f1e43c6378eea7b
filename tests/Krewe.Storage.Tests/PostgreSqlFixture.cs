using Krewe.Testing;

namespace Krewe.Storage.Tests;

/// <summary>One server for the tests that need one. They run one after the other: a change is told once older transactions of the server have ended.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlFixture : ICollectionFixture<PostgreSqlFixture>, IAsyncLifetime
{
    public const string Name = "PostgreSQL";

    public PostgreSqlServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgreSqlServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
