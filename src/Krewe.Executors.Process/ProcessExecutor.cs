using System.Collections.Concurrent;
using Krewe.Artifacts;
using Krewe.Artifacts.Drivers;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Commands;
using Krewe.Executors.Process.Jobs;
using Krewe.Executors.Process.Logs;
using Krewe.Executors.Process.Supervision;
using Krewe.Model;

namespace Krewe.Executors.Process;

/// <summary>Runs container, script and container set steps as local processes, and lists data.</summary>
public sealed class ProcessExecutor : INodeExecutor, IAsyncDisposable
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<NodeWorkId, NodeJob> _jobs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SupervisorClient _supervisor;
    private bool _disposed;
    private readonly WorkFolders _folders;
    private readonly JobServices _services;

    /// <summary>Creates the executor; nothing is started before the first work.</summary>
    public ProcessExecutor(ProcessExecutorOptions options, IArtifactStore store, IReadOnlyList<IArtifactDriver>? drivers = null, ISecretReader? secrets = null, TimeProvider? time = null)
    {
        options.DataFolder = Path.GetFullPath(options.DataFolder);
        Directory.CreateDirectory(options.DataFolder, WorkFolders.OwnerOnly);
        var reader = secrets ?? new LocalSecrets(options.SecretsFolder);
        _supervisor = new SupervisorClient(options);
        _folders = new WorkFolders(options.DataFolder);
        Logs = new NodeLogs(_folders);
        _services = new JobServices(
            options,
            _supervisor,
            _folders,
            reader,
            new ArtifactTransfer(drivers ?? DefaultDrivers(store, reader)),
            store,
            new SlotQueue(options.Slots),
            time ?? TimeProvider.System,
            options.BaseEnvironment ?? BaseEnvironment.Read());
    }

    /// <summary>Reads what steps wrote.</summary>
    public NodeLogs Logs { get; }

    /// <summary>The drivers that work without any set-up: keys of the store, raw, http and git.</summary>
    public static IReadOnlyList<IArtifactDriver> DefaultDrivers(IArtifactStore store, ISecretReader secrets) =>
        [new KeyDriver(store), new RawDriver(), new HttpDriver(new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, secrets), new GitDriver(secrets)];

    /// <inheritdoc/>
    public bool CanExecute(Template template) => template is { Container: not null } or { Script: not null } or { ContainerSet: not null } or { Data: not null };

    public Task StartAsync(NodeWork work, INodeObserver observer, CancellationToken cancellationToken)
    {
        WorkFolders.Safe(work.Id.RunUid);
        WorkFolders.Safe(work.Id.NodeId);
        var job = new NodeJob(work, observer, _services);
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
        var folder = _folders.Attempt(id);
        if (!Directory.Exists(folder))
            return;
        foreach (var container in Directory.EnumerateDirectories(folder))
        {
            if (File.Exists(Path.Combine(container, ExecFiles.Start)) && !File.Exists(Path.Combine(container, ExecFiles.Exit)))
                await _supervisor.EndAsync($"{id}/{Path.GetFileName(container)}", request.Grace ?? DefaultGrace, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken)
    {
        if (_jobs.TryRemove(id, out var job))
            job.Dispose();
        var folder = _folders.Attempt(id);
        if (!Directory.Exists(folder))
            return Task.CompletedTask;
        foreach (var container in Directory.EnumerateDirectories(folder))
        {
            _supervisor.Forget($"{id}/{Path.GetFileName(container)}");
            if (deleteWorkFolder)
            {
                // Logs stay: they are the container folder's own files.
                foreach (var part in Directory.EnumerateDirectories(container))
                    Directory.Delete(part, recursive: true);
            }
        }
        if (deleteWorkFolder)
        {
            foreach (var name in (string[])["inputs", "volumes"])
            {
                if (Directory.Exists(Path.Combine(folder, name)))
                    Directory.Delete(Path.Combine(folder, name), recursive: true);
            }
        }
        return Task.CompletedTask;
    }

    public Task DeleteRunAsync(string runUid, CancellationToken cancellationToken)
    {
        foreach (var (id, job) in _jobs.Where(j => j.Key.RunUid == runUid))
        {
            job.Cancel(new CancelRequest("the run was deleted", TimeSpan.Zero));
            _jobs.TryRemove(id, out _);
        }
        var folder = _folders.Run(runUid);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
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
    }
}
