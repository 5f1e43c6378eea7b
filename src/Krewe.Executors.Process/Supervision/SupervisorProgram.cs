using System.Diagnostics;
using System.Globalization;

namespace Krewe.Executors.Process.Supervision;

/// <summary>Finds and starts the supervisor program.</summary>
internal static class SupervisorProgram
{
    /// <summary>Starts a supervisor for the folder; it detaches itself. A second one for the same folder ends by itself.</summary>
    public static async Task StartAsync(ProcessExecutorOptions options, string folder, CancellationToken cancellationToken)
    {
        var program = Find(options);
        var start = new ProcessStartInfo(program[0]) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[.. program[1..], "start", "--dir", folder, "--idle", ((int)options.SupervisorIdle.TotalSeconds).ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        using var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("krewe-exec could not be started");
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"krewe-exec start failed with exit code {process.ExitCode}: {errors.Trim()}");
    }

    /// <summary>Whether there is one to start.</summary>
    public static bool IsPresent(ProcessExecutorOptions options) => Candidates(options).Any(File.Exists);

    private static string[] Candidates(ProcessExecutorOptions options)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "krewe-exec");
        return options.SupervisorPath is { } path ? [path] : [Path.Combine(AppContext.BaseDirectory, "exec", "krewe-exec"), beside, beside + ".dll"];
    }

    private static string[] Find(ProcessExecutorOptions options)
    {
        var candidates = Candidates(options);
        var found = candidates.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("krewe-exec was not found: " + string.Join(", ", candidates));
        if (found.EndsWith(".dll", StringComparison.Ordinal))
            return [DotnetHost(), found];
        // Beside a framework-dependent krewe-exec.dll the file without extension is its start stub, which needs DOTNET_ROOT.
        return File.Exists(found + ".dll") ? [DotnetHost(), found + ".dll"] : [found];
    }

    private static string DotnetHost() =>
        Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet" ? own : "dotnet";
}
