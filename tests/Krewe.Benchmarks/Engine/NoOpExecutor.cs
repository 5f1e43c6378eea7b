using System.Collections.Concurrent;
using System.Diagnostics;
using Krewe.Executors;
using Krewe.Model;

namespace Krewe.Benchmarks.Engine;

/// <summary>Ends every node but child workflows at once, or when the gate opens: what is measured is the engine alone.</summary>
internal sealed class NoOpExecutor : INodeExecutor
{
    private readonly ConcurrentQueue<(NodeWorkId Id, INodeObserver Observer)> _held = [];
    private volatile bool _open = true;
    private int _started;

    /// <summary>Whether nodes end at once.</summary>
    public bool IsOpen => _open;

    /// <summary>Nodes held by the gate.</summary>
    public int Held => _held.Count;

    /// <summary>Closes the gate once that many nodes have come.</summary>
    public int HoldAfter { get; set; } = int.MaxValue;

    /// <summary>When starts came, in the order they came; kept only when asked for.</summary>
    public ConcurrentQueue<long>? Starts { get; set; }

    public void CloseGate() => _open = false;

    public void OpenGate()
    {
        _open = true;
        while (_held.TryDequeue(out var node))
        {
            End(node.Id, node.Observer);
        }
    }

    public bool CanExecute(Template template) => template.Workflow is null;

    public Task StartAsync(NodeWork work, INodeObserver observer, CancellationToken cancellationToken)
    {
        Starts?.Enqueue(Stopwatch.GetTimestamp());
        if (Interlocked.Increment(ref _started) > HoldAfter)
        {
            _open = false;
        }

        if (_open)
        {
            End(work.Id, observer);
        }
        else
        {
            observer.OnReport(new NodeReport { Id = work.Id, Phase = NodePhase.Running });
            _held.Enqueue((work.Id, observer));
        }

        return Task.CompletedTask;
    }

    public Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteRunAsync(string runUid, CancellationToken cancellationToken) => Task.CompletedTask;

    private static void End(NodeWorkId id, INodeObserver observer) => observer.OnReport(new NodeReport { Id = id, Phase = NodePhase.Succeeded });
}
