using Krewe.Exec.Native;

namespace Krewe.Exec.Steps;

/// <summary>Finds a program as execvp does, in the view and with the PATH of the step.</summary>
internal static class ProgramPath
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const int Executable = 1;

    /// <summary>Path of the program, or null with the errno that says why not.</summary>
    public static string? Find(string program, IReadOnlyList<string> environment, string workingDirectory, out int errno)
    {
        errno = Libc.ENoent;
        if (program.Contains('/', StringComparison.Ordinal))
            return IsProgram(Path.Combine(workingDirectory, program), ref errno) ? program : null;
        var path = environment.LastOrDefault(e => e.StartsWith("PATH=", StringComparison.Ordinal)) is { } found ? found["PATH=".Length..] : DefaultPath;
        foreach (var folder in path.Split(':'))
        {
            var candidate = Path.Combine(workingDirectory, folder, program);
            if (IsProgram(candidate, ref errno))
                return candidate;
        }
        return null;
    }

    private static bool IsProgram(string path, ref int errno)
    {
        // access says yes to a folder that may be entered.
        if (Libc.access(path, Executable) == 0)
            return !Directory.Exists(path);
        if (Libc.Errno == Libc.EAcces)
            errno = Libc.EAcces;
        return false;
    }
}
