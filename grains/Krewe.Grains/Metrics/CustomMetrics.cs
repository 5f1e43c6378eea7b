using System.Diagnostics.Metrics;
using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>The metrics that workflows of this engine define (feature map, section 7.6). Thread-safe.</summary>
/// <remarks>
/// The engine saves them from time to time and loads them at start, so that counters go on after a restart; what came since
/// the last save is lost with the process, as all of it is with Argo's controller.
/// </remarks>
public sealed class CustomMetrics : IDisposable
{
    /// <summary>Prefix of every metric, as Argo's.</summary>
    public const string Prefix = "argo_workflows_";

    private readonly Lock _gate = new();
    private readonly MetricTable _table = new();
    private readonly WorkflowInstruments _instruments;
    private readonly TimeProvider _time;
    private bool _changed;

    /// <summary>None yet.</summary>
    /// <param name="time">Tells what realtime gauges have grown to.</param>
    public CustomMetrics(TimeProvider time)
    {
        _time = time;
        _instruments = new WorkflowInstruments(Measure);
    }

    /// <summary>Records one sample.</summary>
    public void Record(MetricSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var name = Prefix + sample.Name;
        lock (_gate)
        {
            if (!_table.Record(name, sample, _time.GetUtcNow()))
            {
                return;
            }

            _changed = true;
            _instruments.Add(sample.Name, _table.Families[name]);
        }

        _instruments.Record(sample);
    }

    /// <summary>All metrics in Prometheus' text format.</summary>
    /// <param name="taken">Names, with the prefix, that have a meaning of their own: metrics of these names are left out.</param>
    public string Write(IReadOnlySet<string> taken)
    {
        lock (_gate)
        {
            return _table.Write(_time.GetUtcNow(), taken);
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
            foreach (var (name, family) in _table.Families)
            {
                _instruments.Add(name[Prefix.Length..], family);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _instruments.Dispose();

    private IReadOnlyList<Measurement<double>> Measure(string name)
    {
        lock (_gate)
        {
            return _table.Measure(Prefix + name, _time.GetUtcNow());
        }
    }
}
