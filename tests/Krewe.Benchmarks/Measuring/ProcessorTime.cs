using System.Globalization;

namespace Krewe.Benchmarks.Measuring;

/// <summary>Processor time of processes, in seconds: unlike the time of day it hardly depends on what else the machine does.</summary>
internal static class ProcessorTime
{
    private const double TicksASecond = 100;

    // Positions in /proc/PID/stat behind the name, which may hold spaces and ends with a parenthesis.
    private const int Parent = 1;
    private const int User = 11;
    private const int UserOfChildren = 13;

    /// <summary>Of this process without its children.</summary>
    public static double Own() => Read("self", User);

    /// <summary>Of the children of this process that have ended.</summary>
    public static double Children() => Read("self", UserOfChildren);

    /// <summary>Of a folder's supervisor and the steps that ended under it; 0 if none runs.</summary>
    public static double Supervisor(string folder) => SupervisorOf(folder) is { } pid ? Read(pid, User) + Read(pid, UserOfChildren) : 0;

    /// <summary>Of a process, those it started that still run, and those that have ended.</summary>
    public static double Tree(int pid)
    {
        var root = pid.ToString(CultureInfo.InvariantCulture);
        return Read(root, User) + Read(root, UserOfChildren) + Directory.EnumerateDirectories("/proc")
            .Select(path => Path.GetFileName(path))
            .Where(name => char.IsAsciiDigit(name[0]))
            .Sum(name => OfChild(name, root));
    }

    private static double OfChild(string pid, string parent)
    {
        try
        {
            return Fields(pid)[Parent] == parent ? Read(pid, User) : 0;
        }
        catch (IOException)
        {
            // Ended meanwhile: its parent has its time.
            return 0;
        }
    }

    // Several processes may bear the arguments (unshare forks): the last is the supervisor itself.
    private static string? SupervisorOf(string folder) => Directory.EnumerateDirectories("/proc")
        .Select(path => Path.GetFileName(path))
        .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) && Arguments(name) is [var program, "serve", ..] arguments
            && program.EndsWith("krewe-exec", StringComparison.Ordinal) && arguments.Contains(Path.Combine(folder, "exec")))
        .MaxBy(name => int.Parse(name, CultureInfo.InvariantCulture));

    private static string[] Arguments(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            // Ended meanwhile.
            return [];
        }
    }

    private static double Read(string pid, int field)
    {
        var fields = Fields(pid);
        return (double.Parse(fields[field], CultureInfo.InvariantCulture) + double.Parse(fields[field + 1], CultureInfo.InvariantCulture)) / TicksASecond;
    }

    private static string[] Fields(string pid)
    {
        var text = File.ReadAllText($"/proc/{pid}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
