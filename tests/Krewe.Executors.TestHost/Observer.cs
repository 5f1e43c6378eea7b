using Krewe.Model;

namespace Krewe.Executors.TestHost;

internal sealed class Observer : INodeObserver
{
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<NodeReport> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Running => _running.Task;

    public Task<NodeReport> Ended => _ended.Task;

    public void OnReport(NodeReport report)
    {
        if (report.Phase == NodePhase.Running)
            _running.TrySetResult();
        if (NodePhase.IsCompleted(report.Phase))
            _ended.TrySetResult(report);
    }
}
