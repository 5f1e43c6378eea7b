using System.Globalization;
using Krewe.Exec.Native;
using Krewe.Exec.Protocol;

namespace Krewe.Exec;

/// <summary>Starts the supervisor so that it outlives its starter, with as much isolation as this machine allows.</summary>
/// <remarks>
/// Namespaces of processes and users can only be entered by a single-threaded program: util-linux's <c>unshare</c> does it and
/// executes us again. A process namespace makes the supervisor init of all steps: when it dies, the kernel kills them all.
/// </remarks>
internal static class Launcher
{
    private static readonly string[] Views = ["--mount", "--propagation", "slave"];
    private static readonly string[] Processes = ["--pid", "--fork", "--kill-child", "--mount-proc"];
    private static readonly string[] User = ["--user", "--map-current-user", "--keep-caps"];

    /// <summary>Tries the ways from best to least and starts the first that works.</summary>
    public static int Start(string folder, int idleSeconds)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var self = Self();
        string[] user = Libc.geteuid() == 0 ? [] : User;
        (string[] Wrapper, string Mode)[] ways =
        [
            (["unshare", .. user, .. Views, .. Processes], "views,processes"),
            (["unshare", .. user, .. Views], "views"),
            ([], "none"),
        ];
        foreach (var (wrapper, mode) in ways)
        {
            if (wrapper.Length > 0 && Run([.. wrapper, .. self, "probe"], null, wait: true) != 0)
                continue;
            return Run([.. wrapper, .. self, "serve", "--dir", folder, "--mode", mode, "--idle", idleSeconds.ToString(CultureInfo.InvariantCulture)],
                Path.Combine(folder, ExecFiles.SupervisorLog), wait: false);
        }
        return 1;
    }

    /// <summary>Exit code 0 if a private view can be made here.</summary>
    public static int Probe()
    {
        try
        {
            var view = new Steps.MountView();
            var source = Path.GetTempPath();
            Steps.MountView.Enter([new MountSpec { Kind = MountSpec.Bind, Source = source, Target = source }]);
            view.Leave();
            return 0;
        }
        catch (IOException)
        {
            return 1;
        }
    }

    // The framework-dependent build runs as "dotnet krewe-exec.dll".
    private static string[] Self()
    {
        var process = Environment.ProcessPath ?? "krewe-exec";
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.Combine(AppContext.BaseDirectory, "krewe-exec.dll")] : [process];
    }

    private static unsafe int Run(string[] command, string? log, bool wait)
    {
        var actions = stackalloc byte[512];
        var attributes = stackalloc byte[1024];
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawnattr_setflags(attributes, Libc.SpawnSetSid);
        var input = Libc.open("/dev/null", 2 | Libc.OCloexec, 0);
        var output = log is null ? input : Libc.open(log, 1 | 0x40 | 0x400 | Libc.OCloexec, 0x180);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, input, 0);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, output, 1);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, output, 2);
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(e => $"{e.Key}={e.Value}").ToList();
        var program = Steps.ProgramPath.Find(command[0], environment, "/", out var errno);
        if (program is null)
            return errno;
        using var path = new NativeStrings([program]);
        using var argv = new NativeStrings(command);
        using var env = new NativeStrings(environment);
        int pid;
        if (Libc.posix_spawn(&pid, path.Pointer[0], actions, attributes, argv.Pointer, env.Pointer) is var failure and not 0)
            return failure;
        if (!wait)
            return 0;
        int status;
        while (Libc.waitpid(pid, &status, 0) < 0 && Libc.Errno == Libc.EIntr)
        {
        }
        return status;
    }
}
