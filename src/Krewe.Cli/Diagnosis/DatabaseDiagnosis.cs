using Krewe.Storage;
using Krewe.Storage.PostgreSql;

namespace Krewe.Cli.Diagnosis;

/// <summary>Judges a PostgreSQL database that servers keep their runs in.</summary>
internal static class DatabaseDiagnosis
{
    private const string Database = "database";

    /// <summary>A server that is alive says so every 15 seconds, unless it is told to do it less often.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>Looks at it.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(PostgreSqlStoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return [.. Judge(await PostgreSqlInspection.InspectAsync(options, time, cancellationToken).ConfigureAwait(false))];
        }
        catch (StorageException refused)
        {
            return [Finding.Failed(Database, refused.Message, "see \"PostgreSQL as the store\" in docs/operations.md")];
        }
    }

    /// <summary>What the findings mean.</summary>
    public static IEnumerable<Finding> Judge(PostgreSqlFindings found)
    {
        yield return Server(found);
        yield return ClockSkew.Judge("database clock", "the database", found.Clock, found.OwnClock, found.RoundTrip);
        yield return Rights(found);
        yield return Durability(found);
        yield return Schema(found);
        yield return Connections(found);
        yield return Cluster(found);
    }

    private static Finding Server(PostgreSqlFindings found) =>
        !found.IsSupported ? Finding.Failed(Database, $"{found.Where} has version {found.Version}", "Krewe needs PostgreSQL 14 or newer: upgrade the server")
        : found.IsStandby ? Finding.Failed(Database, $"{found.Where} is a standby, which can only be read", "give the address of the primary")
        : Finding.Good(Database, $"{found.Where} has version {found.Version} and answers in {Math.Ceiling(found.RoundTrip.TotalMilliseconds)} ms");

    private static Finding Rights(PostgreSqlFindings found)
    {
        const string Name = "database rights";
        return found.Schema is null ? Finding.Failed(Name, "the schema that the connection string names (Search Path) is not there", "create it: create schema NAME authorization USER")
            : !found.MayUse ? Finding.Failed(Name, $"the user may not use schema {found.Schema}", $"grant usage, create on schema {found.Schema} to the user")
            : found.MayCreate ? Finding.Good(Name, $"the user may make tables in schema {found.Schema}")
            : found.Migration == found.NewestMigration ? Finding.Warning(Name, $"the user may not make tables in schema {found.Schema}: the next version cannot bring it up to date", $"grant create on schema {found.Schema} to the user")
            : Finding.Failed(Name, $"the user may not make tables in schema {found.Schema}", $"grant create on schema {found.Schema} to the user");
    }

    private static Finding Durability(PostgreSqlFindings found)
    {
        const string Name = "durability";
        return found.Fsync == "off" ? Finding.Failed(Name, "fsync is off: when the database's machine goes down, what was acknowledged is lost or the database is damaged", "set fsync = on in postgresql.conf and restart PostgreSQL")
            : found.SynchronousCommit == "off" ? Finding.Failed(Name, "synchronous_commit is off: when the database goes down, what was acknowledged in the last moments is lost", "take synchronous_commit out of the Options of the connection string")
            : found.FullPageWrites == "off" ? Finding.Warning(Name, "full_page_writes is off: when the database's machine goes down, pages may be half written", "set full_page_writes = on, unless the file system writes whole pages (ZFS)")
            : Finding.Good(Name, $"fsync and full_page_writes are on, synchronous_commit is {found.SynchronousCommit}");
    }

    private static Finding Schema(PostgreSqlFindings found)
    {
        const string Name = "store";
        return found.Migration > found.NewestMigration ? Finding.Failed(Name, $"the schema is {found.Migration}, this program knows up to {found.NewestMigration}: a newer Krewe has used it", "use that version, or restore a backup from before")
            : found.Migration == 0 ? Finding.Skipped(Name, "there are no tables yet; they are made at the first start")
            : found.Migration < found.NewestMigration ? Finding.Warning(Name, $"the schema is {found.Migration} and is brought to {found.NewestMigration} at the next start of this version; older servers are refused from then on", "make a backup, then start all servers with this version")
            : Finding.Good(Name, $"the schema is {found.Migration}, the newest");
    }

    private static Finding Connections(PostgreSqlFindings found)
    {
        const string Name = "connections";
        var servers = Math.Max(1, found.Silos.Count(IsUp));
        var needed = servers * found.ConnectionsPerServer;
        var text = $"{found.UsedConnections} of {found.MaxConnections} are in use; {servers} server{(servers == 1 ? "" : "s")} may take {needed}";
        return needed > found.MaxConnections || found.UsedConnections >= found.MaxConnections
            ? Finding.Warning(Name, $"{text}: under load servers wait for each other's connections", $"raise max_connections to {needed + 20} or more")
            : Finding.Good(Name, text);
    }

    private static Finding Cluster(PostgreSqlFindings found)
    {
        const string Name = "cluster";
        var active = found.Silos.Where(silo => silo.Status == "Active").ToList();
        var silent = active.Where(silo => !IsUp(silo)).Select(silo => $"{silo.Name} ({silo.Address})").ToList();
        return silent.Count > 0
            ? Finding.Warning(
                Name,
                $"{active.Count} servers are listed, of which say nothing: {string.Join(", ", silent)}",
                "they are gone if none is up; else start them again, and see that all reach each other at those addresses")
            : active.Count > 0 ? Finding.Good(Name, $"{active.Count} servers are up: {string.Join(", ", active.Select(silo => silo.Name))}")
            : Finding.Skipped(Name, "no servers share this database now");
    }

    private static bool IsUp(PostgreSqlSilo silo) => silo.Status == "Active" && silo.AliveAgo < Silence;
}
