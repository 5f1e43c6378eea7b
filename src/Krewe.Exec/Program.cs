using System.Globalization;
using Krewe.Exec;
using Krewe.Exec.Native;
using Krewe.Exec.Protocol;
using Krewe.Exec.Steps;

var folder = Option("--dir");
var idle = int.TryParse(Option("--idle"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 60;
switch (args.FirstOrDefault())
{
    case "start" when folder is not null:
        return Launcher.Start(Path.GetFullPath(folder), idle);
    case "probe":
        return Launcher.Probe();
    case "serve" when folder is not null:
        return Serve(Path.GetFullPath(folder), Option("--mode") ?? "none");
    default:
        Console.Error.WriteLine("usage: krewe-exec start|serve --dir <folder> [--idle <seconds>]");
        return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Serve(string dir, string mode)
{
    // Files of steps are theirs to share; our own are created owner-only one by one.
    _ = Libc.umask(0x12);
    Limits.RaiseOpenFiles();
    // Descendants that lose their parent become ours, in a process namespace and without one.
    _ = Libc.prctl(36 /* PR_SET_CHILD_SUBREAPER */, 1, 0, 0, 0);
    FileStream held;
    try
    {
        held = new FileStream(Path.Combine(dir, ExecFiles.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }
    catch (IOException)
    {
        SupervisorLog.Write("another supervisor serves this folder");
        return 3;
    }
    using (held)
    {
        SupervisorLog.Write("serving, isolation: " + mode);
        new Server(dir, mode.Contains("views", StringComparison.Ordinal), mode.Contains("processes", StringComparison.Ordinal)).Run(TimeSpan.FromSeconds(idle));
        SupervisorLog.Write("nothing to do: leaving");
    }
    return 0;
}
