namespace Krewe.Storage.PostgreSql;

/// <summary>A server of a cluster, as the database knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where others reach it.</param>
/// <param name="Status">Orleans' name of its status: Active, Dead, …</param>
/// <param name="AliveAgo">How long ago it last said that it lives, by the database's clock.</param>
public sealed record PostgreSqlSilo(string Name, string Address, string Status, TimeSpan AliveAgo);
