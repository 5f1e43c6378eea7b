using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Krewe.Cli.Commands;

/// <summary>Examples of commands, shown at the end of their help.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> All = [];

    public static Command WithExamples(this Command command, params string[] examples)
    {
        All.AddOrUpdate(command, examples);
        return command;
    }

    public static IReadOnlyList<string> Of(Command command) => All.TryGetValue(command, out var examples) ? examples : [];
}
