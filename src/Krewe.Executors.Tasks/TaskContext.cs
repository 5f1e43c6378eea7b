using System.Globalization;
using Krewe.Model;

namespace Krewe.Executors.Tasks;

/// <summary>What a task knows of the node that it works for, and how it says how far it is. Thread-safe.</summary>
public sealed class TaskContext
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(1);
    private readonly RunningWork _running;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private NodeReport? _last;
    private DateTimeOffset _reportedAt = DateTimeOffset.MinValue;
    private bool _closed;

    internal TaskContext(string taskName, NodeWork work, RunningWork running, IServiceProvider services, TimeProvider time)
    {
        TaskName = taskName;
        Work = work;
        Services = services;
        _running = running;
        _time = time;
    }

    /// <summary>Name under which the task is registered.</summary>
    public string TaskName { get; }

    /// <summary>Namespace of the run.</summary>
    public string Namespace => Work.Namespace;

    /// <summary>Name of the run.</summary>
    public string WorkflowName => Work.WorkflowName;

    /// <summary>UID of the run.</summary>
    public string RunUid => Work.Id.RootUid;

    /// <summary>Full name of the node, such as <c>hello[0].say</c>.</summary>
    public string NodeName => Work.NodeName;

    /// <summary>Node ID, unique in the run; each attempt of a <c>retryStrategy</c> is a node of its own.</summary>
    public string NodeId => Work.Id.NodeId;

    /// <summary>0 for the first start; one more each time the work is started again after it was lost.</summary>
    public int Attempt => Work.Id.Attempt;

    /// <summary>
    /// <c>run uid/node id/attempt</c>. The same when the same work is begun again after a crash or a shutdown: what was done
    /// under this key need not be done twice.
    /// </summary>
    public string IdempotenceKey => Work.Id.ToString();

    /// <summary>When the work must be over (UTC), or null for no limit.</summary>
    public DateTimeOffset? Deadline => Work.Deadline;

    /// <summary>The template's input parameters by name, as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters =>
        field ??= (Work.Template.Inputs?.Parameters ?? []).Where(item => item.Name is not null).ToDictionary(item => item.Name!, item => item.Value ?? "", StringComparer.Ordinal);

    /// <summary>Services of the host, in a scope that ends with the call.</summary>
    public IServiceProvider Services { get; }

    internal NodeWork Work { get; }

    /// <summary>
    /// Says that <paramref name="done"/> of <paramref name="total"/> parts are done; seen as the node's <c>progress</c>. Cheap
    /// to call often: one report a second goes out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than nothing is done, or more than all.</exception>
    public void ReportProgress(long done, long total)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        ArgumentOutOfRangeException.ThrowIfNegative(done);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(done, total);
        Report(last => last with { Progress = string.Create(CultureInfo.InvariantCulture, $"{done}/{total}") });
    }

    /// <summary>Says what it is doing; seen as the node's <c>message</c> while it runs. One report a second goes out.</summary>
    public void ReportMessage(string message) => Report(last => last with { Message = message });

    /// <summary>The work has ended: what is said from now on is not heard.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private void Report(Func<NodeReport, NodeReport> change)
    {
        lock (_gate)
        {
            _last = change(_last ?? new NodeReport { Id = Work.Id, Phase = NodePhase.Running });
            var now = _time.GetUtcNow();
            if (!_closed && now - _reportedAt >= ProgressPeriod)
            {
                _reportedAt = now;
                _running.Report(_last);
            }
        }
    }
}
