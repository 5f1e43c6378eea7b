using System.Diagnostics;
using System.Globalization;

namespace Krewe.Testing;

/// <summary>Finds, signals and ends single processes.</summary>
public static class ProcessTable
{
    /// <summary>Id of the supervisor that serves a folder, or 0. The one that runs steps, not what it was started through.</summary>
    public static int FindSupervisor(string folder)
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var arguments = File.ReadAllText(entry + "/cmdline").Split('\0');
                if (Path.GetFileName(arguments[0]) is "krewe-exec" or "dotnet" && arguments.Contains("serve") && arguments.Contains(folder))
                {
                    return int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // Gone meanwhile.
            }
        }

        return 0;
    }

    /// <summary>Whether any process of a run's steps is alive.</summary>
    public static bool HasSteps(string run)
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                if (File.ReadAllText(entry + "/environ").Split('\0').Contains("ARGO_WORKFLOW_NAME=" + run))
                {
                    return true;
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile.
            }
        }

        return false;
    }

    /// <summary>Ends a process with SIGKILL and waits until it is gone.</summary>
    public static async Task KillAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            await process.WaitForExitAsync();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    /// <summary>Asks a process to end.</summary>
    public static async Task TerminateAsync(int id)
    {
        using var kill = Process.Start("kill", ["-TERM", id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
