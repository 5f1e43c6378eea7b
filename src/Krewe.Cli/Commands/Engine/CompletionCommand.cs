using System.CommandLine;

namespace Krewe.Cli.Commands.Engine;

/// <summary><c>krewe completion</c>: scripts for shells, which ask the program itself what fits.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _krewe_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" __complete "$COMP_POINT" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -o bashdefault -F _krewe_complete krewe ./krewe
        """;

    private const string Zsh =
        """
        #compdef krewe
        _krewe() {
          local -a found
          found=("${(@f)$("${words[1]}" __complete "$CURSOR" "$BUFFER" 2>/dev/null)}")
          if (( ${#found} && ${#found[1]} )); then compadd -- $found; else _files; fi
        }
        compdef _krewe krewe
        """;

    private const string Fish =
        """
        function __krewe_complete
          set -l line (commandline -cp)
          krewe __complete (string length -- "$line") "$line" 2>/dev/null
        end
        complete -c krewe -a '(__krewe_complete)'
        """;

    public static Command Build(CommandBinder binder)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script for a shell") { shell };
        binder.Bind(command, invocation =>
        {
            invocation.Console.WriteRaw(invocation.Get(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish } + "\n");
            return ExitCodes.Success;
        });
        return command.WithExamples("source <(krewe completion bash)", "krewe completion zsh > ~/.zfunc/_krewe", "krewe completion fish | source");
    }

    /// <summary>The hidden command that the scripts call.</summary>
    public static Command BuildEngine(CommandBinder binder)
    {
        var position = new Argument<int>("POSITION");
        var line = new Argument<string>("LINE");
        var command = new Command("__complete") { position, line };
        command.Hidden = true;
        binder.Bind(command, invocation =>
        {
            var text = invocation.Get(line)!;
            var at = Math.Clamp(invocation.Get(position), 0, text.Length);
            var root = (RootCommand)command.Parents.Single();
            foreach (var completion in Completions(root, text[..at]))
            {
                invocation.Console.Write(completion);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static IEnumerable<string> Completions(RootCommand root, string text)
    {
        // The first word is the program, however it was called.
        var start = text.TrimStart().IndexOf(' ', StringComparison.Ordinal);
        var words = start < 0 ? "" : text.TrimStart()[(start + 1)..];
        return root.Parse(words).GetCompletions(words.Length).Select(item => item.Label).Distinct(StringComparer.Ordinal);
    }
}
