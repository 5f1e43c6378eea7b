using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>The metrics that workflows of this engine define (feature map, section 7.6). Thread-safe.</summary>
/// <remarks>
/// The engine saves them from time to time and loads them at start, so that counters go on after a restart; what came since
/// the last save is lost with the process, as all of it is with Argo's controller.
/// </remarks>
public sealed class CustomMetrics(TimeProvider time)
{
    /// <summary>Prefix of every metric, as Argo's.</summary>
    public const string Prefix = "argo_workflows_";

    private readonly Lock _gate = new();
    private readonly MetricTable _table = new();
    private bool _changed;

    /// <summary>Records one sample.</summary>
    public void Record(MetricSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        lock (_gate)
        {
            _changed |= _table.Record(Prefix + sample.Name, sample, time.GetUtcNow());
        }
    }

    /// <summary>All metrics in Prometheus' text format.</summary>
    /// <param name="taken">Names, with the prefix, that have a meaning of their own: metrics of these names are left out.</param>
    public string Write(IReadOnlySet<string> taken)
    {
        lock (_gate)
        {
            return _table.Write(time.GetUtcNow(), taken);
        }
    }

    /// <summary>What is to be saved; null when nothing has changed since the last time.</summary>
    public byte[]? TakeChanges()
    {
        lock (_gate)
        {
            var saved = _changed ? _table.Save() : null;
            _changed = false;
            return saved;
        }
    }

    /// <summary>Takes up what was saved.</summary>
    public void Load(ReadOnlyMemory<byte> saved)
    {
        lock (_gate)
        {
            _table.Load(saved.Span);
        }
    }
}
