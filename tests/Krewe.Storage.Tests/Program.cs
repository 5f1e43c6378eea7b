namespace Krewe.Storage.Tests;

internal static class Program
{
    /// <summary>Runs the tests, or with <c>--writer folder</c> the process that is killed, or with <c>--benchmark</c> the figures.</summary>
    public static Task<int> Main(string[] args) => args switch
    {
        ["--writer", var folder] => CrashWriter.RunAsync(folder),
        ["--benchmark"] => CommitBenchmark.RunAsync(),
        _ when args.Contains("--server") => Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
