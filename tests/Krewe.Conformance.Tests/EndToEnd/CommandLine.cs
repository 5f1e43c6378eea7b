using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Runs the real command line as a process.</summary>
internal static class CommandLine
{
    public static async Task<JsonObject> RunAsync(string program, IEnumerable<string> arguments, string workingDirectory, string? input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new JsonObject
            {
                ["output"] = await output.ConfigureAwait(false) + await error.ConfigureAwait(false),
                ["exitCode"] = process.ExitCode,
            };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
