using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Krewe.Grains;

/// <summary>What an engine counts and times while it works, under its one meter. Thread-safe; costs next to nothing while nobody listens.</summary>
/// <remarks>
/// Names, labels and meanings are those of Argo's controller where it has the metric (feature map, section 20). No label holds the name
/// of a run or of a node. Each engine has a meter of its own, so that several in one process are told apart by the object.
/// </remarks>
public sealed class EngineInstruments : IDisposable
{
    private readonly Counter<long> _total;
    private readonly Counter<long> _pods;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _cronStarts;
    private readonly Counter<long> _cronPolicies;
    private readonly Counter<long> _templates;
    private readonly Counter<long> _locks;
    private readonly Counter<long> _nodesStarted;
    private readonly Counter<long> _nodesEnded;
    private readonly Histogram<double> _operations;
    private readonly Histogram<double> _templateSeconds;

    /// <summary>Makes the meter and its instruments.</summary>
    public EngineInstruments()
    {
        Meter = new Meter(KreweTelemetry.MeterName, typeof(EngineInstruments).Assembly.GetName().Version?.ToString(3));
        _total = Meter.CreateCounter<long>("total_count", "{workflow}", "Workflows that have entered each phase");
        _pods = Meter.CreateCounter<long>("pods_total_count", "{pod}", "Steps with containers that have entered each phase of a pod");
        _errors = Meter.CreateCounter<long>("error_count", "{error}", "Errors of the engine by cause");
        _messages = Meter.CreateCounter<long>("log_messages", "{message}", "Log messages of the engine by level");
        _cronStarts = Meter.CreateCounter<long>("cronworkflows_triggered_total", "{cronworkflow}", "Runs started by each cron workflow");
        _cronPolicies = Meter.CreateCounter<long>("cronworkflows_concurrencypolicy_triggered", "{cronworkflow}", "How often the concurrencyPolicy of a cron workflow came into play");
        _templates = Meter.CreateCounter<long>("workflowtemplate_triggered_total", "{workflow_template}", "Workflows with a workflowTemplateRef that have entered each phase");
        _locks = Meter.CreateCounter<long>("locks_taken_total", "{lock}", "Locks that were taken");
        _nodesStarted = Meter.CreateCounter<long>("krewe.nodes.started", "{node}", "Nodes that began, by type");
        _nodesEnded = Meter.CreateCounter<long>("krewe.nodes.ended", "{node}", "Nodes that ended, by type and phase");
        _operations = Seconds("operation_duration_seconds", "Time from a decision about a workflow until it is durable", [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30]);
        _templateSeconds = Seconds("workflowtemplate_runtime", "Time that workflows with a workflowTemplateRef ran", [1, 5, 15, 60, 300, 900, 3600, 14400, 86400]);
    }

    /// <summary>The meter, for what is observed rather than counted.</summary>
    public Meter Meter { get; }

    /// <summary>A workflow has entered a phase.</summary>
    public void WorkflowEntered(string phase, string @namespace) => _total.Add(1, new("phase", phase), new("namespace", @namespace));

    /// <summary>A workflow made from a template has entered a phase.</summary>
    public void TemplateEntered(string phase, string name, string @namespace, bool isCluster) =>
        _templates.Add(1, new("name", name), new("namespace", @namespace), new("cluster_scope", isCluster), new("phase", phase));

    /// <summary>A workflow made from a template has ended.</summary>
    public void TemplateRan(TimeSpan time, string name, string @namespace, bool isCluster) =>
        _templateSeconds.Record(time.TotalSeconds, new("name", name), new("namespace", @namespace), new("cluster_scope", isCluster));

    /// <summary>A step with containers has entered a phase of a pod.</summary>
    public void PodEntered(string phase, string @namespace) => _pods.Add(1, new("phase", phase), new("namespace", @namespace));

    /// <summary>A node has begun.</summary>
    public void NodeStarted(string type) => _nodesStarted.Add(1, new KeyValuePair<string, object?>("type", type));

    /// <summary>A node has ended.</summary>
    public void NodeEnded(string type, string phase) => _nodesEnded.Add(1, new("type", type), new("phase", phase));

    /// <summary>What was decided about a workflow is durable.</summary>
    /// <param name="since">Time stamp of the decision, as <see cref="Stopwatch.GetTimestamp"/> has it.</param>
    public void Operated(long since) => _operations.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);

    /// <summary>Something has gone wrong.</summary>
    /// <param name="cause">One of <see cref="ErrorCause"/>.</param>
    /// <param name="count">How often; 0 makes the metric known.</param>
    public void Failed(string cause, int count = 1) => _errors.Add(count, new KeyValuePair<string, object?>("cause", cause));

    /// <summary>A message was logged.</summary>
    /// <param name="level">As Argo writes it: error, warn or info.</param>
    /// <param name="count">How often; 0 makes the metric known.</param>
    public void Logged(string level, int count = 1) => _messages.Add(count, new KeyValuePair<string, object?>("level", level));

    /// <summary>A cron workflow has started a run.</summary>
    public void CronStarted(string name, string @namespace) => _cronStarts.Add(1, new("name", name), new("namespace", @namespace));

    /// <summary>A cron workflow's policy has kept a run from starting, or ended one that ran.</summary>
    public void CronPolicyApplied(string name, string @namespace, string policy) =>
        _cronPolicies.Add(1, new("name", name), new("namespace", @namespace), new("concurrency_policy", policy));

    /// <summary>A lock was taken. Locks have no names here: names of locks can hold names of runs.</summary>
    public void LockTaken(string type, string @namespace) => _locks.Add(1, new("type", type), new("namespace", @namespace));

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private Histogram<double> Seconds(string name, string help, double[] buckets) =>
        Meter.CreateHistogram(name, "s", help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
