namespace Krewe.Client;

/// <summary>The PostgreSQL database of an engine.</summary>
/// <param name="ConnectionString">How to reach it, as Npgsql writes it.</param>
/// <param name="PasswordFile">File that holds the password and nothing else; null: the connection string or the environment has it (<c>PGPASSWORD</c>, <c>PGPASSFILE</c>).</param>
public sealed record EngineDatabase(string ConnectionString, string? PasswordFile)
{
    /// <summary>Without the connection string, which may hold a password.</summary>
    public override string ToString() => nameof(EngineDatabase);
}
