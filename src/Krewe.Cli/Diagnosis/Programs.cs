using System.ComponentModel;
using System.Diagnostics;

namespace Krewe.Cli.Diagnosis;

/// <summary>Runs programs of this machine to see what they can do.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The first line that a program writes; empty when it writes none, null when it is not there, fails or takes too long.</summary>
    public static async Task<string?> TryAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            try
            {
                process.StandardInput.Close();
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                var output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? output.Split('\n')[0].Trim() : null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
