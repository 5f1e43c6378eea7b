using System.CommandLine;
using Krewe.Cli.Engine;
using Krewe.Client;

namespace Krewe.Cli;

/// <summary>One execution of a command: its values and surroundings.</summary>
internal sealed class Invocation(ParseResult parse, CliContext context, GlobalOptions globals, CancellationToken cancellationToken)
{
    public CliContext Context { get; } = context;

    public CliConsole Console => Context.Console;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public string Namespace => parse.GetValue(globals.Namespace) is { Length: > 0 } name ? name : Namespaces.Default;

    public string? GivenNamespace => parse.GetValue(globals.Namespace) is { Length: > 0 } name ? name : null;

    public DataFolder Data => DataFolders.Resolve(parse.GetValue(globals.Data), Context.Environment);

    public DateTimeOffset Now => Console.Time.GetUtcNow();

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parse.GetValue(argument);

    /// <summary>Whether an option stands on the command line.</summary>
    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };

    public RunRef Run(string name) => new(Namespace, name);

    public Task<EngineConnection> ConnectAsync(RunSettings? settings = null, EngineSharing sharing = EngineSharing.None)
    {
        var start = new EngineStart
        {
            Data = Data,
            Settings = settings ?? new RunSettings(),
            RunSchedules = sharing == EngineSharing.Now,
            Notice = message => Console.Note(message),
        };
        return Context.Engines.ConnectAsync(start, sharing, CancellationToken);
    }
}
