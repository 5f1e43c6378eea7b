using System.CommandLine;
using System.Data.Common;
using Krewe.Client;

namespace Krewe.Cli.Commands.Engine;

/// <summary>Options by which <c>krewe server</c> keeps its runs in PostgreSQL.</summary>
internal sealed class DatabaseFlags
{
    private const string Variable = "KREWE_POSTGRES";

    private readonly Option<string?> _postgres = new("--postgres") { Description = $"Keep runs in a PostgreSQL database instead of a file: 'Host=db;Database=krewe;Username=krewe' (default ${Variable}; password by file, PGPASSFILE or PGPASSWORD)", HelpName = "connection" };
    private readonly Option<string?> _passwordFile = new("--postgres-password-file") { Description = "File with the password of the database and nothing else", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Options.Add(_postgres);
        command.Options.Add(_passwordFile);
    }

    /// <summary>The database; null when none is asked for.</summary>
    public EngineDatabase? Read(Invocation invocation)
    {
        var file = invocation.Get(_passwordFile) is { } path ? Path.GetFullPath(path) : null;
        var given = invocation.Get(_postgres);
        if ((given ?? invocation.Context.Environment(Variable)) is not { Length: > 0 } connection)
        {
            return file is null ? null : throw new KreweException(KreweErrorCode.InvalidArgument, "--postgres-password-file needs --postgres");
        }

        if (given is not null && HasPassword(given))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "--postgres: a password on the command line can be read by every user of this machine; use --postgres-password-file, PGPASSFILE or PGPASSWORD");
        }

        return file is null || File.Exists(file)
            ? new EngineDatabase(connection, file)
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"--postgres-password-file: there is no file {file}");
    }

    private static bool HasPassword(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return parts.ContainsKey("Password") || parts.ContainsKey("PWD") || parts.ContainsKey("PSW");
        }
        catch (ArgumentException)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "--postgres: this is no connection string; it looks like 'Host=db;Database=krewe;Username=krewe'");
        }
    }
}
