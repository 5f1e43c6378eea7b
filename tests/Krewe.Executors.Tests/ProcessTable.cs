namespace Krewe.Executors.Tests;

/// <summary>Finds and ends the processes that a test started.</summary>
internal static class ProcessTable
{
    /// <summary>Process with both words among its arguments and of the name krewe-exec or dotnet, or 0.</summary>
    public static int Find(string word, string other)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            try
            {
                var arguments = File.ReadAllText(folder + "/cmdline").Split('\0');
                if (arguments.Contains(word) && arguments.Contains(other) && Path.GetFileName(arguments[0]) is "krewe-exec" or "dotnet")
                    return int.Parse(Path.GetFileName(folder));
            }
            catch (IOException)
            {
                // Gone meanwhile.
            }
        }
        return 0;
    }

    public static void Kill(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            process.Kill();
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }
}
