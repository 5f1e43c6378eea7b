using System.CommandLine;
using Krewe.Cli.Engine;
using Krewe.Cli.Servers;
using Krewe.Client;

namespace Krewe.Cli;

/// <summary>One execution of a command: its values and surroundings.</summary>
internal sealed class Invocation(ParseResult parse, CliContext context, GlobalOptions globals, CancellationToken cancellationToken)
{
    public CliContext Context { get; } = context;

    public CliConsole Console => Context.Console;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public string Namespace => GivenNamespace ?? Choice.Namespace ?? Namespaces.Default;

    /// <summary>The namespace that the command line or the environment names.</summary>
    public string? GivenNamespace => parse.GetValue(globals.Namespace) is { Length: > 0 } name ? name : Context.Environment("ARGO_NAMESPACE") is { Length: > 0 } usual ? usual : null;

    /// <summary>The server that the command is for; null for the engine of the data folder.</summary>
    public ServerAddress? Server => Choice.Server;

    public DataFolder Data => DataFolders.Resolve(parse.GetValue(globals.Data), Context.Environment);

    /// <summary>Whether the command line names the data folder.</summary>
    public bool HasData => Has(globals.Data);

    public DateTimeOffset Now => Console.Time.GetUtcNow();

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parse.GetValue(argument);

    /// <summary>Whether an option stands on the command line.</summary>
    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };

    public RunRef Run(string name) => new(Namespace, name);

    private ServerChoice Choice => field ??= globals.Server.Choose(this);

    /// <summary>The server, or the engine of the data folder, which is started when it is not up.</summary>
    public Task<EngineConnection> ConnectAsync(RunSettings? settings = null, EngineSharing sharing = EngineSharing.None) =>
        Server is { } server ? Task.FromResult(Context.Engines.ConnectTo(server)) : ConnectHereAsync(settings, sharing);

    /// <summary>The engine of the data folder, whatever server is chosen.</summary>
    public Task<EngineConnection> ConnectHereAsync(RunSettings? settings, EngineSharing sharing, EngineDatabase? database = null, EngineSilo? silo = null)
    {
        var start = new EngineStart
        {
            Data = Data,
            Settings = settings ?? new RunSettings(),
            RunSchedules = sharing == EngineSharing.Now,
            Database = database,
            Silo = silo,
            Log = globals.Log.Read(this, sharing == EngineSharing.Now ? "warn" : null),
            Notice = message => Console.Note(message),
        };
        return Context.Engines.ConnectAsync(start, sharing, CancellationToken);
    }

    /// <summary>The server, or the engine that is up for the data folder; null when there is neither.</summary>
    public Task<EngineConnection?> FindRunningAsync() => Server is { } server
        ? Task.FromResult<EngineConnection?>(Context.Engines.ConnectTo(server))
        : Context.Engines.FindRunningAsync(Data, CancellationToken);
}
