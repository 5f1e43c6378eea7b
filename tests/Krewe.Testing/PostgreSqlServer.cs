using System.Diagnostics;
using System.Globalization;

namespace Krewe.Testing;

/// <summary>A PostgreSQL server of the tests' own, in a folder of its own, on a free port of the loopback interface, with fsync on.</summary>
/// <remarks>Ends with the process that started it. PostgreSQL refuses to run as root: then it runs as <c>nobody</c>.</remarks>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    public const string User = "krewe";
    public const string Password = "of the tests";

    private static readonly string[] Programs = ["initdb", "postgres", "psql", "pg_isready"];

    private readonly string _bin;
    private readonly string _folder;
    private Process? _process;
    private Process? _watch;
    private int _databases;

    private PostgreSqlServer(string bin, string folder, int port)
    {
        _bin = bin;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Of the server itself; its sessions are children of it.</summary>
    public int ProcessId => _process!.Id;

    private string DataFolder => Path.Combine(_folder, "data");

    private string LogFile => Path.Combine(_folder, "server.log");

    /// <summary>Makes a server and starts it.</summary>
    public static async Task<PostgreSqlServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("krewe-postgres-").FullName;
        var server = new PostgreSqlServer(FindPrograms(), folder, FreePorts.Of(1)[0]);
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password + "\n");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", "nobody", folder);
        }

        await server.RunAsUserAsync("initdb", "-D", server.DataFolder, "-U", User, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--encoding=UTF8", "--no-locale", "--no-sync");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>How to reach a database of the server.</summary>
    public string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={Password}");

    /// <summary>Makes an empty database; returns how to reach it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await SqlAsync("postgres", $"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>Makes an empty schema, which is a store of its own and much faster to have than a database; returns how to reach it.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await SqlAsync("postgres", $"create schema {name}");
        return ConnectionString("postgres") + $";Search Path={name}";
    }

    /// <summary>Runs statements in a database, named or said by how to reach it.</summary>
    public Task<string> SqlAsync(string database, string sql)
    {
        var settings = database.Split(';').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var name = settings.GetValueOrDefault("Database", database);
        var path = settings.TryGetValue("Search Path", out var schema) ? $"?options=-csearch_path%3D{schema}" : "";
        return RunAsync(
            Path.Combine(_bin, "psql"), "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", $"postgresql://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/{name}{path}", "-c", sql);
    }

    /// <summary>Starts the server after a stop and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        string[] command =
        [
            Path.Combine(_bin, "postgres"), "-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}",
            "-c", "fsync=on", "-c", "max_connections=200", "-c", "autovacuum=off", "-c", "logging_collector=off", "-c", "log_line_prefix=%m %p ",
        ];
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in new[] { "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", LogFile }.Concat(AsUser(command)))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        // Its input ends with this process, however that ends, and the server with it.
        _watch = Process.Start(new ProcessStartInfo("sh", ["-c", "read _; kill -INT \"$1\"", "sh", _process.Id.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true })!;
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60);)
        {
            if (_process.HasExited)
            {
                break;
            }

            if (await TryRunAsync(Path.Combine(_bin, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)) == 0)
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("PostgreSQL did not start: " + (File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile) : "no log"));
    }

    /// <summary>Stops the server at once, as a crash does: clients lose their connections and the next start recovers from the log.</summary>
    public Task StopAtOnceAsync() => StopAsync("-QUIT");

    /// <summary>Kills one process that serves a client, as the kernel does when memory is short: the server ends all sessions, recovers and goes on. Waits until it answers again.</summary>
    /// <remarks>The session that was busy last, so most likely one in the middle of something.</remarks>
    public async Task KillSessionAsync(CancellationToken cancellationToken)
    {
        var before = await CheckpointerAsync();
        var session = await SqlAsync("postgres", "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() order by state_change desc limit 1");
        await ProcessTable.KillAsync(int.Parse(session, CultureInfo.InvariantCulture));
        await Poll.UntilAsync(
            async () =>
            {
                try
                {
                    return await CheckpointerAsync() != before;
                }
                catch (InvalidOperationException)
                {
                    // It is recovering.
                    return false;
                }
            },
            cancellationToken);
    }

    // Started anew with every recovery.
    private Task<string> CheckpointerAsync() => SqlAsync("postgres", "select pid from pg_stat_activity where backend_type = 'checkpointer'");

    public async ValueTask DisposeAsync()
    {
        await StopAsync("-INT");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync(string signal)
    {
        _watch?.Kill();
        if (_process is { HasExited: false } running)
        {
            await TryRunAsync("kill", signal, running.Id.ToString(CultureInfo.InvariantCulture));
            await running.WaitForExitAsync();
        }
    }

    private static string FindPrograms()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(folder => Path.Combine(folder, "bin")) : []);
        return folders.FirstOrDefault(folder => folder.Length > 0 && Array.TrueForAll(Programs, program => File.Exists(Path.Combine(folder, program))))
            ?? throw new InvalidOperationException("PostgreSQL is not installed: run eng/install-prerequisites.sh");
    }

    private static IEnumerable<string> AsUser(string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=nobody", "--clear-groups", .. command]
        : command;

    private Task<string> RunAsUserAsync(string program, params string[] arguments)
    {
        string[] command = [.. AsUser([Path.Combine(_bin, program), .. arguments])];
        return RunAsync(command[0], command[1..]);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}{await output}");
    }

    private static async Task<int> TryRunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
}
