using System.CommandLine;
using Krewe.Client;
using Krewe.Model.Manifests;

namespace Krewe.Cli.Engine;

/// <summary>What an engine that a command starts writes to standard error, by the names of Argo's options.</summary>
internal sealed class LogFlags
{
    private static readonly string[] Levels = ["debug", "info", "warn", "error"];
    private readonly Option<string?> _level = new("--loglevel") { Description = "Least severe message that the engine logs: debug, info, warn or error (default: warn for krewe server, none for other commands)", Recursive = true, HelpName = "level" };
    private readonly Option<string?> _format = new("--log-format") { Description = "How it logs: text (default) or json, one message a line", Recursive = true, HelpName = "format" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "The same as --loglevel debug", Recursive = true };

    public void AddTo(Command command)
    {
        command.Options.Add(_level);
        command.Options.Add(_format);
        command.Options.Add(_verbose);
    }

    /// <summary>What to log; null: nothing.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="otherwise">The level where none is given; null: nothing is logged then.</param>
    /// <exception cref="KreweException">An option has a value that it cannot have.</exception>
    public EngineLog? Read(Invocation invocation, string? otherwise)
    {
        var level = invocation.Get(_verbose) ? "debug" : invocation.Get(_level)?.ToLowerInvariant() ?? otherwise;
        var format = invocation.Get(_format)?.ToLowerInvariant() ?? "text";
        if (format is not ("text" or "json"))
        {
            throw Wrong($"--log-format: \"{format}\" is neither text nor json");
        }

        return level is null || Levels.Contains(level, StringComparer.Ordinal)
            ? level is null ? null : new EngineLog(level, format == "json")
            : throw Wrong($"--loglevel: \"{level}\" is not one of {string.Join(", ", Levels)}{Suggestion.Text(level, Levels)}");
    }

    private static KreweException Wrong(string message) => new(KreweErrorCode.InvalidArgument, message);
}
