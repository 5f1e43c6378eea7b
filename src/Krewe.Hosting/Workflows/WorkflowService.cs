using System.Globalization;
using Krewe.Client;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary><see cref="IWorkflowService"/> over the grains and the store of this process.</summary>
/// <remarks>Live runs are read from their grain, finished ones from their stored document; lists come from the index alone.</remarks>
internal sealed partial class WorkflowService : IWorkflowService
{
    internal const string Plural = "workflows";

    private readonly IGrainFactory _grains;
    private readonly IRunQueries _queries;
    private readonly IRunRetention _retention;
    private readonly IObjectStore _objects;
    private readonly RunWatchHub _hub;
    private readonly RunAdmission _admission;
    private readonly NodeExecutors _executors;
    private readonly RunCalls _runs;
    private readonly IRunStore _store;
    private readonly PartReads _parts;
    private readonly RunRemnants _remnants;
    private readonly RunLogs _logs;
    private readonly RunInsights _insights;
    private readonly RunArtifacts _artifacts;
    private readonly ArtifactComparisons _artifactComparisons;
    private readonly IArtifactRemover _remover;
    private readonly ControllerConfig _config;
    private readonly ServiceTokens _tokens;
    private readonly EventInbox _inbox;
    private readonly EventDispatcher _dispatcher;
    private readonly WebhookClients _webhooks;
    private readonly CronNotices _crons;
    private readonly ICronStore _ledger;
    private readonly IConfigMaps _configMaps;
    private readonly CustomMetrics _metrics;
    private readonly MeterReader _meters;
    private readonly StoreFigures _figures;
    private readonly EngineHealth _health;
    private readonly AuditLog _audit;
    private readonly IAuditStore _auditStore;
    private readonly UsageReports _usage;
    private readonly SavedViews _views;
    private readonly RunDeltas _deltas = new();
    private readonly Favourites _favourites;
    private readonly TimeProvider _time;
    private readonly SharedReads<string, Workflow?> _pictures;
    // Settings and folder of runs that start others, often many at once.
    private readonly SharedReads<string, (RunSettings? Settings, string Folder)> _surroundings;
    private readonly SharedReads<(long From, string Namespace), RunChanges> _changes;

    public WorkflowService(
        IGrainFactory grains,
        IRunQueries queries,
        IRunRetention retention,
        IObjectStore objects,
        RunWatchHub hub,
        RunAdmission admission,
        NodeExecutors executors,
        RunCalls runs,
        IRunStore store,
        PartReads parts,
        RunRemnants remnants,
        RunLogs logs,
        RunInsights insights,
        RunArtifacts artifacts,
        ArtifactComparisons artifactComparisons,
        IArtifactRemover remover,
        ControllerConfig config,
        ServiceTokens tokens,
        EventInbox inbox,
        EventDispatcher dispatcher,
        WebhookClients webhooks,
        CronNotices crons,
        ICronStore ledger,
        IConfigMaps configMaps,
        CustomMetrics metrics,
        MeterReader meters,
        StoreFigures figures,
        EngineHealth health,
        AuditLog audit,
        IAuditStore auditStore,
        UsageReports usage,
        SavedViews views,
        Favourites favourites,
        TimeProvider time)
    {
        _grains = grains;
        _queries = queries;
        _retention = retention;
        _objects = objects;
        _hub = hub;
        _admission = admission;
        _executors = executors;
        _runs = runs;
        _store = store;
        _parts = parts;
        _remnants = remnants;
        _logs = logs;
        _insights = insights;
        _artifacts = artifacts;
        _artifactComparisons = artifactComparisons;
        _remover = remover;
        _config = config;
        _tokens = tokens;
        _inbox = inbox;
        _dispatcher = dispatcher;
        _webhooks = webhooks;
        _crons = crons;
        _ledger = ledger;
        _configMaps = configMaps;
        _metrics = metrics;
        _meters = meters;
        _figures = figures;
        _health = health;
        _audit = audit;
        _auditStore = auditStore;
        _usage = usage;
        _views = views;
        _favourites = favourites;
        _time = time;
        _pictures = new(PictureAsync, PaceOf, time);
        _surroundings = new(SurroundingsAsync, static (_, _) => TimeSpan.Zero, time);
        _changes = new(at => _queries.ListChangesAsync(at.From, at.Namespace.Length == 0 ? null : at.Namespace, LargestPage), static (_, _) => TimeSpan.Zero, time);
    }

    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken = default) => Task.FromResult(ProductInfo.Version);

    public Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new ServerInfo { Links = _config.Links, Columns = _config.Columns, NavColor = _config.NavColor ?? "" });

    /// <summary>Ends the engine, when the service was handed out as its owner.</summary>
    internal Func<ValueTask>? OnDispose { get; set; }

    public async ValueTask DisposeAsync()
    {
        // The container disposes the service once more while the engine ends.
        var end = OnDispose;
        OnDispose = null;
        if (end is not null)
        {
            await end().ConfigureAwait(false);
        }
    }

    /// <summary>The index row that a reference means.</summary>
    private async Task<RunIndexRow> FindAsync(RunRef run, CancellationToken cancellationToken)
    {
        var row = run.Uid is { Length: > 0 } uid
            ? await _queries.GetAsync(uid, cancellationToken).ConfigureAwait(false)
            : await _queries.GetByNameAsync(run.Namespace, run.Name, cancellationToken).ConfigureAwait(false);
        return row ?? throw KreweException.NotFound(Plural, run.Name);
    }

    /// <summary>The whole run behind an index row.</summary>
    private async Task<Workflow> ReadAsync(RunIndexRow row, CancellationToken cancellationToken) =>
        await TryReadAsync(row, cancellationToken).ConfigureAwait(false) ?? throw KreweException.NotFound(Plural, row.Name);

    /// <summary>The same; null when the run has been deleted meanwhile.</summary>
    /// <exception cref="KreweException">Its record is damaged (<see cref="KreweErrorCode.DataLoss"/>).</exception>
    private async Task<Workflow?> TryReadAsync(RunIndexRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadRecordAsync(row, cancellationToken).ConfigureAwait(false);
        }
        catch (DamagedRecordException damaged)
        {
            throw new KreweException(KreweErrorCode.DataLoss, $"run '{row.Name}' of namespace '{row.Namespace}' cannot be read: {damaged.Message}", damaged);
        }
    }

    private async Task<Workflow?> ReadRecordAsync(RunIndexRow row, CancellationToken cancellationToken)
    {
        if (WorkflowPhase.IsCompleted(row.Phase) && await _queries.GetDocumentAsync(row.Uid, cancellationToken).ConfigureAwait(false) is { } document)
        {
            return Versioned(await _parts.WholeAsync(RunRecord.DecodeDocument(document), cancellationToken).ConfigureAwait(false), row.ChangeNumber);
        }

        var reply = await _runs.CallAsync(row.Uid, run => run.Get(), cancellationToken).ConfigureAwait(false);
        return reply.Workflow is { } live ? Versioned(await _parts.WholeAsync(live, cancellationToken).ConfigureAwait(false), row.ChangeNumber) : null;
    }

    private static Workflow Versioned(Workflow workflow, long version) => workflow with
    {
        ApiVersion = "argoproj.io/v1alpha1",
        Kind = "Workflow",
        Metadata = workflow.Metadata with { ResourceVersion = version.ToString(CultureInfo.InvariantCulture) },
    };
}
