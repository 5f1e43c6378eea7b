using System.Threading.Channels;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Collects reports so that a test can wait for the one it means.</summary>
internal sealed class Reports : INodeObserver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Channel<NodeReport> _channel = Channel.CreateUnbounded<NodeReport>();

    public void OnReport(NodeReport report) => _channel.Writer.TryWrite(report);

    public async Task<NodeReport> NextAsync(Func<NodeReport, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var report = await _channel.Reader.ReadAsync(limit.Token);
            if (condition(report))
                return report;
        }
    }

    public Task<NodeReport> EndAsync() => NextAsync(r => NodePhase.IsCompleted(r.Phase));

    public Task<NodeReport> RunningAsync() => NextAsync(r => r.Phase == NodePhase.Running);
}
