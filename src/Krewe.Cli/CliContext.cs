using Krewe.Cli.Engine;

namespace Krewe.Cli;

/// <summary>What surrounds the command line: replaced as a whole in tests.</summary>
internal sealed record CliContext
{
    public required CliConsole Console { get; init; }

    public required IEngineConnector Engines { get; init; }

    public Interrupts Interrupts { get; init; } = new();

    public Func<Stream> OpenInput { get; init; } = System.Console.OpenStandardInput;

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
