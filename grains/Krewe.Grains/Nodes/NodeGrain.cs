using Krewe.Executors;
using Krewe.Model;

namespace Krewe.Grains;

/// <inheritdoc cref="INodeGrain"/>
[HostPlacement]
public sealed class NodeGrain : Grain, INodeGrain
{
    private readonly NodeExecutors _executors;
    private readonly NodeReportRouter _reports;
    private INodeExecutor? _executor;

    public NodeGrain(NodeExecutors executors, NodeReportRouter reports)
    {
        _executors = executors;
        _reports = reports;
    }

    public async Task Execute(NodeWorkMessage message)
    {
        _executor = _executors.For(message.Work.Template);
        if (_executor is null)
        {
            _reports.OnReport(new NodeReport
            {
                Id = message.Work.Id,
                Phase = NodePhase.Error,
                Message = NodeExecutors.Explain(message.Work.Template),
            });
            return;
        }

        await _executor.StartAsync(message.Work, _reports, CancellationToken.None);
    }

    public async Task Cancel(NodeCancelMessage message)
    {
        var request = new CancelRequest(message.Reason, message.Immediate ? TimeSpan.Zero : null);
        foreach (var executor in Known())
        {
            await executor.CancelAsync(message.Id, request, CancellationToken.None);
        }

        if (_executor is null)
        {
            // Work of the time before a restart: whoever did it has no one to report to.
            _reports.OnReport(new NodeReport { Id = message.Id, Phase = NodePhase.Failed, Message = message.Reason });
        }
    }

    public async Task Release(NodeReleaseMessage message)
    {
        foreach (var executor in Known())
        {
            await executor.ReleaseAsync(message.Id, message.DeleteWorkFolder, CancellationToken.None);
        }

        DeactivateOnIdle();
    }

    /// <summary>After a restart the grain no longer knows who did the work: all are asked, and those that do not know it ignore the call.</summary>
    private IEnumerable<INodeExecutor> Known() => _executor is null ? _executors.All : [_executor];
}
