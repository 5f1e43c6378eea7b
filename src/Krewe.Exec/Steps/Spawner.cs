using Krewe.Exec.Native;

namespace Krewe.Exec.Steps;

/// <summary>A thread that starts processes.</summary>
/// <remarks>posix_spawn shares memory with the child until exec, so the size of this process does not matter.</remarks>
internal sealed class Spawner
{
    private readonly SpawnQueue _queue;
    private readonly SpawnerCallbacks _callbacks;
    private readonly bool _ownsView;
    private readonly LanePool? _lanes;
    private MountView? _view;

    public Spawner(SpawnQueue queue, SpawnerCallbacks callbacks, bool privateViews, LanePool? lanes)
    {
        _queue = queue;
        _callbacks = callbacks;
        _ownsView = privateViews;
        _lanes = lanes;
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
        while (true)
            Start(_queue.Take());
    }

    private void Start(Step step)
    {
        var spec = step.Spec;
        var entered = false;
        try
        {
            if (spec.MemoryBytes > 0 || spec.MilliCpu > 0)
                step.Cgroup = StepCgroup.Create(spec);
            if ((spec.Mounts.Count > 0 && _view is null) || (spec.Lane && _lanes is null))
                throw new IOException("private views are not possible here");
            if (spec.Lane)
            {
                entered = true;
                step.Lane = _lanes!.Enter();
            }
            else if (spec.Mounts.Count > 0)
            {
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
        var output = new StepOutput(step.Spec, _callbacks.Loop);
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
        _ = Libc.posix_spawn_file_actions_adddup2(actions, output.OutWrite, 1);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, output.ErrWrite, 2);
        _ = Libc.posix_spawnattr_setflags(attributes, Libc.SpawnSetSid | Libc.SpawnSetSigDef | Libc.SpawnSetSigMask);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, all);
        _ = Libc.posix_spawnattr_setsigmask(attributes, none);

        using var argv = new NativeStrings(step.Spec.Argv);
        using var env = new NativeStrings([.. step.Spec.Env, Protocol.ExecFiles.StepVariable + "=" + step.Id]);
        using var path = new NativeStrings([program]);
        int pid;
        var at = Clock.Now;
        var errno = Libc.posix_spawn(&pid, path.Pointer[0], actions, attributes, argv.Pointer, env.Pointer);
        _ = Libc.posix_spawn_file_actions_destroy(actions);
        _ = Libc.posix_spawnattr_destroy(attributes);
        if (errno == 0)
        {
            step.Cgroup?.Enter(pid);
            _callbacks.Started(step, pid, at, output);
            return;
        }
        output.Abandon();
        _callbacks.Failed(step, errno, $"exec: \"{step.Spec.Argv[0]}\": {Libc.Error(errno)}");
    }
}
