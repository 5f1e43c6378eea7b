using System.CommandLine;
using System.CommandLine.Parsing;

namespace Krewe.Cli;

/// <summary>Tells what is wrong with a command line, in a few lines.</summary>
internal static class UsageErrors
{
    public static int Print(CliConsole console, ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        foreach (var message in Messages(parse, command).Distinct(StringComparer.Ordinal))
        {
            console.Fail(message);
        }

        var path = Path(parse.CommandResult);
        console.Note("Usage:");
        console.Note($"  {path}{(command.Subcommands.Any(sub => !sub.Hidden) ? " COMMAND" : "")}{string.Concat(command.Arguments.Select(Label))} [flags]");
        console.Note($"See '{path} --help'.");
        return ExitCodes.Usage;
    }

    /// <summary>Words with a dash that were taken as names because no flag is called so; behind <c>--</c> they are meant as names.</summary>
    public static IEnumerable<string> MistakenFlags(ParseResult parse)
    {
        var free = parse.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToHashSet(StringComparer.Ordinal);
        return parse.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(result => result.Tokens)
            .Select(token => token.Value)
            .Where(value => value.Length > 1 && value[0] == '-' && free.Contains(value));
    }

    private static IEnumerable<string> Messages(ParseResult parse, Command command)
    {
        foreach (var token in parse.UnmatchedTokens.Concat(MistakenFlags(parse)))
        {
            var known = token.StartsWith('-') ? KnownOptions(parse.CommandResult) : command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);
            yield return $"unknown {(token.StartsWith('-') ? "flag" : command.Subcommands.Count > 0 ? "command" : "argument")} \"{token}\"{DidYouMean.Text(token, known)}";
        }

        foreach (var error in parse.Errors)
        {
            if (error.SymbolResult is ArgumentResult { Argument: { Arity.MinimumNumberOfValues: > 0 and var least } argument, Tokens.Count: 0 } && command.Arguments.Contains(argument))
            {
                yield return $"requires at least {least} arg(s), only received 0";
            }
            else if (parse.UnmatchedTokens.Count == 0)
            {
                yield return error.Message;
            }
        }
    }

    private static IEnumerable<string> KnownOptions(CommandResult? result)
    {
        for (var current = result; current is not null; current = current.Parent as CommandResult)
        {
            foreach (var option in current.Command.Options.Where(option => !option.Hidden && (current == result || option.Recursive)))
            {
                yield return option.Name;
            }
        }
    }

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "krewe";

    private static string Label(Argument argument) =>
        argument.Arity.MinimumNumberOfValues > 0
            ? $" {argument.Name}{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}"
            : $" [{argument.Name}{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}]";
}
