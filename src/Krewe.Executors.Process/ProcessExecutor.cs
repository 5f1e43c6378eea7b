using System.Collections.Concurrent;
using Krewe.Artifacts;
using Krewe.Artifacts.Drivers;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Commands;
using Krewe.Executors.Process.Jobs;
using Krewe.Executors.Process.Logs;
using Krewe.Executors.Process.Supervision;
using Krewe.Executors.Process.View;
using Krewe.Model;

namespace Krewe.Executors.Process;

/// <summary>Runs container, script and container set steps as local processes, and lists data.</summary>
public sealed class ProcessExecutor : INodeExecutor, IWorkRoom, IAsyncDisposable
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<NodeWorkId, NodeJob> _jobs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SupervisorClient _supervisor;
    private bool _disposed;
    private readonly WorkFolders _folders;
    private readonly JobServices _services;
    private readonly RunServices _runs;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Creates the executor; nothing is started before the first work.</summary>
    public ProcessExecutor(ProcessExecutorOptions options, IArtifactStore store, IReadOnlyList<IArtifactDriver>? drivers = null, ISecretReader? secrets = null, TimeProvider? time = null)
    {
        options.DataFolder = Path.GetFullPath(options.DataFolder);
        Directory.CreateDirectory(options.DataFolder, WorkFolders.OwnerOnly);
        var reader = secrets ?? new LocalSecrets(options.SecretsFolder);
        _supervisor = new SupervisorClient(options);
        _folders = new WorkFolders(options.DataFolder, options.VolumesFolder);
        Logs = new NodeLogs(_folders);
        ArtifactTransfer Transfer(ISecretReader of) => new(drivers ?? DefaultDrivers(store, of, _http));
        _services = new JobServices(
            options,
            _supervisor,
            _folders,
            reader,
            Transfer(reader),
            store,
            new SlotQueue(options.Slots, time ?? TimeProvider.System, _supervisor.SetPlaces),
            time ?? TimeProvider.System,
            options.BaseEnvironment ?? BaseEnvironment.Read(),
            new Notices(options));
        _runs = new RunServices(_services, Transfer);
    }

    /// <inheritdoc/>
    public int Room => _services.Slots.Room;

    /// <inheritdoc/>
    public WorkSlots Slots => _services.Slots.State;

    /// <inheritdoc/>
    public string? Problem =>
        !SupervisorProgram.IsPresent(_services.Options) ? "krewe-exec, which starts steps, is not installed"
        : !Directory.Exists(_services.Options.DataFolder) ? "the data folder is gone"
        : null;

    /// <summary>Reads what steps wrote.</summary>
    public NodeLogs Logs { get; }

    /// <summary>The drivers that work without any set-up: keys of the store, raw, http and git.</summary>
    public static IReadOnlyList<IArtifactDriver> DefaultDrivers(IArtifactStore store, ISecretReader secrets, HttpClient http) =>
        [new KeyDriver(store), new RawDriver(), new HttpDriver(http, secrets), new GitDriver(secrets)];

    /// <inheritdoc/>
    public bool CanExecute(Template template) => template is { Container: not null } or { Script: not null } or { ContainerSet: not null } or { Data: not null };

    public Task StartAsync(NodeWork work, INodeObserver observer, CancellationToken cancellationToken)
    {
        WorkFolders.Safe(work.Id.RunUid);
        WorkFolders.Safe(work.Id.NodeId);
        var job = new NodeJob(work, observer, _runs);
        var known = _jobs.GetOrAdd(work.Id, job);
        if (!ReferenceEquals(known, job))
        {
            job.Dispose();
            known.Attach(observer);
            return Task.CompletedTask;
        }
        // What makes the start durable is the supervisor's record, written before the process exists; until then the work is
        // queued here and will be asked for again after a crash.
        _ = Task.Run(() => job.RunAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken)
    {
        if (_jobs.TryGetValue(id, out var job))
        {
            job.Cancel(request);
            return;
        }
        // Work that an earlier engine began and that nobody asks for any more, but that may be running.
        await _supervisor.EndAsync(id.ToString(), request.Grace ?? DefaultGrace, cancellationToken).ConfigureAwait(false);
    }

    public async Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken)
    {
        var folder = _folders.Attempt(id);
        await EndAsync([id], "the work was released", cancellationToken).ConfigureAwait(false);
        // Most steps leave nothing.
        if (!Directory.Exists(folder))
            return;
        SharedView.RemoveLinks(Path.Combine(folder, WorkFolders.Links));
        WorkFolders.Delete(Path.Combine(folder, WorkFolders.Secrets));
        WorkFolders.DeleteSecretScripts(folder);
        foreach (var container in WorkFolders.Containers(folder))
        {
            // The result is durable elsewhere, and unlike the log it was kept as written, secrets and all.
            var result = Path.Combine(folder, container, ExecFiles.Result);
            if (File.Exists(result))
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, container, WorkFolders.Released), [], cancellationToken).ConfigureAwait(false);
                File.Delete(result);
            }
            if (!deleteWorkFolder)
                continue;
            // Logs stay: they are the container folder's own files.
            foreach (var part in Directory.EnumerateDirectories(Path.Combine(folder, container)))
                WorkFolders.Delete(part);
        }
        if (deleteWorkFolder)
        {
            WorkFolders.Delete(Path.Combine(folder, WorkFolders.Inputs));
            WorkFolders.Delete(Path.Combine(folder, WorkFolders.Volumes));
        }
    }

    public async Task DeleteRunAsync(string runUid, CancellationToken cancellationToken)
    {
        await EndAsync([.. _jobs.Keys.Where(id => id.RunUid == runUid)], "the run was deleted", cancellationToken).ConfigureAwait(false);
        await _supervisor.EndAsync([runUid], cancellationToken).ConfigureAwait(false);
        _supervisor.ForgetRun(runUid, _folders.Journal(runUid));
        foreach (var (_, folder) in _folders.Attempts(runUid))
            SharedView.RemoveLinks(Path.Combine(folder, WorkFolders.Links));
        WorkFolders.Delete(_folders.Run(runUid));
        WorkFolders.Delete(_folders.OwnedClaims(runUid));
        _runs.Forget(runUid);
    }

    /// <summary>Leaves the steps running: the next executor on the same folder attaches to them.</summary>
    public async ValueTask DisposeAsync()
    {
        // Registered under two types, a container disposes it twice.
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _http.Dispose();
    }

    /// <summary>Kills what runs of some attempts and waits for it, whether this engine started it, adopted it or never heard of it.</summary>
    private async Task EndAsync(IReadOnlyCollection<NodeWorkId> attempts, string reason, CancellationToken cancellationToken)
    {
        var jobs = new List<NodeJob>();
        var open = new List<string>();
        foreach (var id in attempts)
        {
            if (!_jobs.TryRemove(id, out var job))
            {
                // None of this engine answers for it.
                open.Add(id.ToString());
                continue;
            }
            if (!job.Completion.IsCompleted)
                job.Cancel(new CancelRequest(reason, TimeSpan.Zero));
            jobs.Add(job);
        }
        foreach (var job in jobs)
        {
            await job.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (job.EndedSteps is { } steps)
            {
                foreach (var step in steps)
                    _supervisor.Forget(step);
            }
            else
                open.Add(job.Id.ToString());
            job.Dispose();
        }
        await _supervisor.EndAsync(open, cancellationToken).ConfigureAwait(false);
        foreach (var id in open)
            _supervisor.Forget(id);
    }
}
