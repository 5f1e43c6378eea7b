using Krewe.Client;
using Krewe.Executors;
using Krewe.Grains;
using Krewe.Storage;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting;

/// <summary>Whether this silo can be given work. Asks the store once a second at most, however many ask, and looks at no run. Thread-safe.</summary>
internal sealed class EngineHealth
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A transaction that failed says nothing of now when nothing was written since: where nobody writes, nothing would show that all is well again.</summary>
    private static readonly TimeSpan FailureCounts = TimeSpan.FromSeconds(15);

    /// <summary>No transaction takes so long, unless the database holds it up.</summary>
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(30);

    private readonly IRunQueries _queries;
    private readonly GroupCommitter _committer;
    private readonly ClusterHosts _hosts;
    private readonly IHostApplicationLifetime _host;
    private readonly IWorkRoom? _room;
    private readonly TimeProvider _time;
    private readonly Seldom<HealthCheck> _store;

    public EngineHealth(IRunQueries queries, GroupCommitter committer, ClusterHosts hosts, IHostApplicationLifetime host, TimeProvider time, IWorkRoom? room = null)
    {
        (_queries, _committer, _hosts, _host, _room, _time) = (queries, committer, hosts, host, room, time);
        _store = new Seldom<HealthCheck>(AskStoreAsync, Freshness, time);
    }

    /// <summary>How it stands now; never fails but when the caller gives up.</summary>
    public async Task<HealthReport> GetAsync(CancellationToken cancellationToken) =>
        HealthReport.Of(_time.GetUtcNow(), await StoreAsync(cancellationToken).ConfigureAwait(false), Committer(), Silo(), Executor());

    private async Task<HealthCheck> StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _store.GetAsync().WaitAsync(Patience, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new("store", false, "the store does not answer in time");
        }
    }

    private async Task<HealthCheck> AskStoreAsync()
    {
        try
        {
            // A namespace that nobody has: the question costs one look into an index.
            await _queries.ListAsync(new RunFilter { Namespace = "krewe-readiness" }, null, 1).ConfigureAwait(false);
            return new("store", true);
        }
        catch (Exception)
        {
            // The reason is in the log and may name what is not for everybody.
            return new("store", false, "the store cannot be read");
        }
    }

    private HealthCheck Committer() =>
        _committer.SinceFailure < FailureCounts ? new("committer", false, "the last transaction failed: what runs decide is not written")
        : _committer.FlushingFor > LongestFlush ? new("committer", false, "the store holds a transaction up: what runs decide is not written")
        : new("committer", true);

    private HealthCheck Silo() =>
        _host.ApplicationStopping.IsCancellationRequested ? new("silo", false, "the server is stopping")
        : !_host.ApplicationStarted.IsCancellationRequested ? new("silo", false, "the server is starting")
        : _hosts.Own is { } own && !_hosts.Present.ContainsKey(own) ? new("silo", false, "the server is not a member of its cluster")
        : new("silo", true);

    private HealthCheck Executor() => _room?.Problem is { } problem ? new("executor", false, problem) : new("executor", true);
}
