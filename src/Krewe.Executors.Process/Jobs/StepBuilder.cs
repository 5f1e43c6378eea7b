using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Commands;
using Krewe.Executors.Process.Containers;
using Krewe.Executors.Process.View;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

/// <summary>Turns a container of a node into a process to run.</summary>
internal sealed partial class StepBuilder(NodeWork work, JobServices services, VolumeFolders volumes, ContainerRuntime? runtime, bool privateViews, bool limits, bool lane)
{
    private const string Progress = "progress";
    private const int LongestResult = 256 * 1024;
    private readonly Dictionary<string, IStepView> _views = new(StringComparer.Ordinal);
    private readonly HashSet<string> _masks = new(StringComparer.Ordinal);

    /// <summary>Values of secrets that the containers built so far were given.</summary>
    public IReadOnlyList<string> Masks
    {
        get
        {
            lock (_masks)
                return [.. _masks];
        }
    }

    /// <summary>Folder of a container's files: its log, its end, its private paths.</summary>
    public string Folder(string container, int retry = 0) =>
        Path.Combine(services.Folders.Attempt(work.Id), WorkFolders.Safe(container) + (retry == 0 ? "" : "." + retry.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public string Id(string container, int retry = 0) =>
        $"{work.Id}/{container}" + (retry == 0 ? "" : "." + retry.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Record of links on the host.</summary>
    public string LinksFile => Path.Combine(services.Folders.Attempt(work.Id), WorkFolders.Links);

    /// <summary>Time that steps get between SIGTERM and SIGKILL.</summary>
    public TimeSpan Grace { get; } = GracePeriod.Of(work.Template);

    /// <summary>Where on the host the main container writes its progress, as far as that is known: a lane's place is told with the start.</summary>
    public string ProgressFile => Path.Combine(SharedOnHost ?? Path.Combine(Folder("main"), ExecFiles.StepShared), Progress);

    /// <summary>The lane's shared folder, while the step runs in it.</summary>
    public string? SharedOnHost { get; set; }

    /// <summary>The shared folder as the main container sees it.</summary>
    private string MainShared => lane ? Path.Combine(services.Folders.Exec, ExecFiles.Shared) : Path.Combine(Folder("main"), ExecFiles.StepShared);

    /// <summary>The view of a container, with its private /tmp.</summary>
    public IStepView View(string container)
    {
        if (_views.TryGetValue(container, out var view))
            return view;
        var folder = Folder(container);
        if (lane)
            return _views[container] = new LaneView(folder);
        Directory.CreateDirectory(folder, WorkFolders.OwnerOnly);
        if (runtime is not null)
            return _views[container] = new ContainerView(Path.Combine(folder, Copies));
        var tmp = Path.Combine(folder, ExecFiles.StepTmp);
        Directory.CreateDirectory(tmp);
        if (privateViews)
        {
            view = new StepView(folder);
            view.Bind(tmp, "/tmp");
        }
        else
        {
            services.Notices.Warn("steps have no private view of the file system on this machine: they share /tmp, and see there what others left");
            view = new SharedView(LinksFile, services.Notices.Warn);
        }
        return _views[container] = view;
    }

    /// <summary>Builds the process; the view must already hold artifacts.</summary>
    public StepSpec Build(string name, Container container, IEnumerable<VolumeMount> mounts, int retry)
    {
        var folder = Folder(name, retry);
        if (!lane)
            Directory.CreateDirectory(folder, WorkFolders.OwnerOnly);
        var view = View(name);
        var environment = Environment(name, container);
        volumes.Mount(view, mounts, environment.Expand);
        var shared = lane ? MainShared : Directory.CreateDirectory(Path.Combine(Folder(name), ExecFiles.StepShared)).FullName;
        string[] masks = [.. environment.Masks, .. volumes.Masks, .. work.Masks];
        lock (_masks)
            _masks.UnionWith(masks);
        var memory = Limit(container, "memory");
        var cpu = Limit(container, "cpu");
        var spec = new StepSpec
        {
            MemoryBytes = (long)Math.Min(memory ?? 0, long.MaxValue),
            MilliCpu = (int)Math.Min((cpu ?? 0) * 1000, int.MaxValue),
            Id = Id(name, retry),
            Folder = folder,
            Journal = services.Folders.Journal(work.Id.RunUid),
            Argv = [],
            Env = [],
            Lane = lane,
            InTurn = lane,
            // Those that wait for a daemon wait for its start.
            TellStart = work.Template.Daemon == true && name == "main",
            Masks = masks,
            Deadline = work.Deadline?.ToUnixTimeMilliseconds() ?? 0,
            GraceMilliseconds = (int)Grace.TotalMilliseconds,
            KeepResult = work.CaptureResult && name == "main" ? LongestResult : 0,
        };
        if (view is ContainerView image)
            return InContainer(spec, container, environment, image, shared, retry);
        if (!limits && (memory ?? cpu) is not null)
            services.Notices.Warn("CPU and memory limits of steps are not enforced: this machine has no cgroup that the engine may write");
        return AsProcess(spec, container, environment, view, shared, retry);
    }

    private StepSpec AsProcess(StepSpec spec, Container container, ContainerEnvironment environment, IStepView view, string shared, int retry)
    {
        var argv = Argv(container, environment, shared, retry);
        var directory = WorkingDirectory(container, view, shared);
        // The data folder may lie where the step has a folder of its own, /tmp above all.
        if (privateViews && !lane && view.HostPath(shared) != shared)
            view.Bind(shared, shared);
        if (!privateViews)
            environment.Set("TMPDIR", Path.Combine(Path.GetDirectoryName(shared)!, ExecFiles.StepTmp));
        return spec with { Argv = argv, Env = environment.Lines, WorkingDirectory = directory, Mounts = view.Build() };
    }

    private static decimal? Limit(Container container, string resource) => container.Resources?.Limits?.GetValueOrDefault(resource) is not { } text
        ? null
        : Quantity.Parse(text) ?? throw new NodeFault($"resources.limits.{resource}: \"{text}\" is no quantity");

    private ContainerEnvironment Environment(string name, Container container)
    {
        var environment = new ContainerEnvironment(work, services.Secrets, runtime is null ? services.BaseEnvironment : ImageEnvironment);
        environment.Set("ARGO_CONTAINER_NAME", name);
        environment.Set("ARGO_NODE_ID", work.Id.NodeId);
        environment.Set("ARGO_POD_NAME", work.PodName);
        environment.Set("ARGO_POD_UID", work.Id.ToString());
        environment.Set("ARGO_WORKFLOW_NAME", work.WorkflowName);
        environment.Set("ARGO_WORKFLOW_UID", work.Id.RootUid);
        environment.Set("ARGO_INCLUDE_SCRIPT_OUTPUT", work.CaptureResult ? "true" : "false");
        environment.Set("ARGO_DEADLINE", work.Deadline?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "0001-01-01T00:00:00Z");
        environment.Set("ARGO_PROGRESS_FILE", Path.Combine(MainShared, Progress));
        environment.Set("HOSTNAME", work.PodName);
        if (work.TraceParent is { } trace)
            environment.Set("TRACEPARENT", trace.ToString());
        environment.Add(container);
        return environment;
    }

    private List<string> Argv(Container container, ContainerEnvironment environment, string shared, int retry)
    {
        var command = ImageEntrypoints.Resolve(container.Image, container.Command, container.Args, services.Shims)
            ?? throw new NodeFault($"the step gives no command, and what image \"{container.Image}\" runs by default is not known here: set 'command', or say it with --shim {container.Image}=<command>");
        services.Notices.IgnoreImage(work.Id.RootUid, container.Image);
        var argv = command.Select(environment.Expand).ToList();
        // Without a source the program gets its arguments alone, as in Argo.
        if (container is ScriptTemplate { Source.Length: > 0 } script)
        {
            argv.Add(WriteScript(script, shared, retry));
        }
        return argv;
    }

    /// <summary>Makes the script's file, unless it is there: shells read on in it while they run, also while a new engine attaches.</summary>
    private string WriteScript(ScriptTemplate script, string shared, int retry)
    {
        var name = work.Masks.Count == 0 ? "script" : WorkFolders.SecretScript;
        var file = Path.Combine(shared, retry == 0 ? name : $"{name}.{retry.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        var source = System.Text.Encoding.UTF8.GetBytes(script.Source ?? "");
        if (new FileInfo(file) is { Exists: true } found && found.Length == source.Length)
            return file;
        // The last engine's request may be on its way yet: a step that it starts keeps the file it has opened.
        var aside = file + ".new";
        File.WriteAllBytes(aside, source);
        File.SetUnixFileMode(aside, (UnixFileMode)0x1ED);
        File.Move(aside, file, overwrite: true);
        return file;
    }

    /// <summary>Removes scripts that hold secrets, once nothing runs that reads them.</summary>
    public void DeleteSecretScripts()
    {
        if (work.Masks.Count > 0)
            WorkFolders.DeleteSecretScripts(services.Folders.Attempt(work.Id));
    }

    private string WorkingDirectory(Container container, IStepView view, string shared)
    {
        if (string.IsNullOrEmpty(container.WorkingDir))
        {
            if (services.WorkingDirectory is { } folder)
                return RunFolder(folder, view);
            // Images start at /, and a step with outputs there ("/result.txt") may write them by their bare names.
            if (view.OwnsRoot)
                return "/";
            var work = Path.Combine(shared, ExecFiles.StepWork);
            return lane ? work : Directory.CreateDirectory(work).FullName;
        }
        // As container runtimes do: a working folder that is missing is made.
        if (!lane && !Directory.Exists(view.HostPath(container.WorkingDir)))
            view.Bind(Directory.CreateDirectory(Path.Combine(Folder(container.Name ?? "main"), "cwd")).FullName, container.WorkingDir);
        return container.WorkingDir;
    }

    private static string RunFolder(string folder, IStepView view)
    {
        if (!Directory.Exists(folder))
            throw new NodeFault($"the run's working directory \"{folder}\" does not exist on this machine");
        if (view.HostPath(folder) != folder)
            view.Bind(folder, folder);
        return folder;
    }
}
