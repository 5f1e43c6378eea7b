using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Krewe.Cli.Commands;

namespace Krewe.Cli;

/// <summary>The usual help, and then examples.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // The library names the program after its file; users call it by the name of the launcher.
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        inner.Invoke(parseResult);
        configuration.Output = output;
        output.Write(text.ToString().Replace($"  {RootCommand.ExecutableName} ", "  krewe ", StringComparison.Ordinal));

        var examples = Examples.Of(parseResult.CommandResult.Command);
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return ExitCodes.Success;
    }
}
