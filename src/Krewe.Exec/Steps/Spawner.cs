using System.Collections.Concurrent;
using Krewe.Exec.Native;

namespace Krewe.Exec.Steps;

/// <summary>A thread that starts processes.</summary>
/// <remarks>posix_spawn shares memory with the child until exec, so the size of this process does not matter.</remarks>
internal sealed class Spawner
{
    private readonly BlockingCollection<Step> _queue;
    private readonly SpawnerCallbacks _callbacks;
    private readonly bool _ownsView;
    private MountView? _view;

    public Spawner(BlockingCollection<Step> queue, SpawnerCallbacks callbacks, bool privateViews)
    {
        _queue = queue;
        _callbacks = callbacks;
        _ownsView = privateViews;
        new Thread(Run) { IsBackground = true, Name = "spawn" }.Start();
    }

    private void Run()
    {
        if (_ownsView)
        {
            _view = new MountView();
            // The capabilities that make views are this thread's, not the steps'.
            _ = Libc.prctl(47 /* PR_CAP_AMBIENT */, 4 /* CLEAR_ALL */, 0, 0, 0);
        }
        else
            _ = Libc.unshare(Libc.CloneFs);
        foreach (var step in _queue.GetConsumingEnumerable())
            Start(step);
    }

    private void Start(Step step)
    {
        var spec = step.Spec;
        var entered = false;
        try
        {
            if (spec.MemoryBytes > 0 || spec.MilliCpu > 0)
                step.Cgroup = StepCgroup.Create(spec);
            if (spec.Mounts.Count > 0)
            {
                if (_view is null)
                    throw new IOException("private views are not possible here");
                entered = true;
                MountView.Enter(spec.Mounts);
            }
            if (Libc.chdir(spec.WorkingDirectory) != 0)
                throw new IOException($"chdir {spec.WorkingDirectory}: {Libc.Error(Libc.Errno)}", Libc.Errno);
            var program = ProgramPath.Find(spec.Argv[0], spec.Env, spec.WorkingDirectory, out var errno);
            if (program is null)
                _callbacks.Failed(step, errno, errno == Libc.EAcces ? $"exec: \"{spec.Argv[0]}\": permission denied" : $"exec: \"{spec.Argv[0]}\": executable file not found in $PATH");
            else
                Spawn(step, program);
        }
        catch (Exception e)
        {
            // Whatever is wrong with one step must not end the others.
            _callbacks.Failed(step, e.HResult is > 0 and < 200 and not Libc.ENoent ? e.HResult : 0, e.Message);
        }
        finally
        {
            if (entered)
                _view!.Leave();
        }
    }

    private unsafe void Spawn(Step step, string program)
    {
        var outFds = stackalloc int[2];
        var errFds = stackalloc int[2];
        if (Libc.pipe2(outFds, Libc.OCloexec) != 0 || Libc.pipe2(errFds, Libc.OCloexec) != 0)
            throw new IOException("pipe2: " + Libc.Error(Libc.Errno));
        SetNonBlocking(outFds[0]);
        SetNonBlocking(errFds[0]);

        // Larger than the C types of any libc.
        var actions = stackalloc byte[512];
        var attributes = stackalloc byte[1024];
        var all = stackalloc byte[128];
        var none = stackalloc byte[128];
        new Span<byte>(all, 128).Fill(0xff);
        new Span<byte>(none, 128).Clear();
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, _callbacks.NullDevice, 0);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, outFds[1], 1);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, errFds[1], 2);
        _ = Libc.posix_spawnattr_setflags(attributes, Libc.SpawnSetSid | Libc.SpawnSetSigDef | Libc.SpawnSetSigMask);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, all);
        _ = Libc.posix_spawnattr_setsigmask(attributes, none);

        using var argv = new NativeStrings(step.Spec.Argv);
        using var env = new NativeStrings([.. step.Spec.Env, Protocol.ExecFiles.StepVariable + "=" + step.Id]);
        using var path = new NativeStrings([program]);
        int pid;
        _callbacks.BeginSpawn();
        var at = Clock.Now;
        var errno = Libc.posix_spawn(&pid, path.Pointer[0], actions, attributes, argv.Pointer, env.Pointer);
        _ = Libc.close(outFds[1]);
        _ = Libc.close(errFds[1]);
        if (errno == 0)
            step.Cgroup?.Enter(pid);
        if (errno == 0)
            _callbacks.EndSpawn(step, pid, at, outFds[0], errFds[0]);
        else
            _callbacks.EndSpawn(null, 0, 0, -1, -1);
        _ = Libc.posix_spawn_file_actions_destroy(actions);
        _ = Libc.posix_spawnattr_destroy(attributes);
        if (errno != 0)
        {
            _ = Libc.close(outFds[0]);
            _ = Libc.close(errFds[0]);
            _callbacks.Failed(step, errno, $"exec: \"{step.Spec.Argv[0]}\": {Libc.Error(errno)}");
        }
    }

    private static void SetNonBlocking(int fd) => _ = Libc.fcntl(fd, 4 /* F_SETFL */, Libc.ONonblock);
}
