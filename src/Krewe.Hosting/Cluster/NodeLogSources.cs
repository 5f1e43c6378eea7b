using System.Runtime.CompilerServices;
using Krewe.Executors;
using Krewe.Grains;

namespace Krewe.Hosting;

/// <summary>Logs of steps, from the host where they ran.</summary>
internal sealed class NodeLogSources(INodeLogs local, ClusterHosts hosts, IGrainFactory grains)
{
    /// <summary>The logs that a host has; null when the host is not there.</summary>
    public INodeLogs? On(string? host) =>
        hosts.IsOwn(host) ? local
        : hosts.Present.ContainsKey(host!) ? new RemoteLogs(grains.GetGrain<IHostGrain>(HostKey.On(host)))
        : null;

    private sealed class RemoteLogs(IHostGrain host) : INodeLogs
    {
        public async IAsyncEnumerable<NodeLogLine> ReadAsync(NodeLogRef node, NodeLogPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            HostLogPage page;
            do
            {
                page = await host.ReadLog(node, position).WaitAsync(cancellationToken).ConfigureAwait(false);
                foreach (var line in page.Lines)
                {
                    position = line.Next;
                    yield return line;
                }
            }
            while (!page.IsLast);
        }

        public async Task<NodeLogRange> ReadRangeAsync(NodeLogRef node, long first, int count, CancellationToken cancellationToken) =>
            (await host.ReadLogRange(node, first, count).WaitAsync(cancellationToken).ConfigureAwait(false)).Range;

        public async Task<NodeLogHits> SearchAsync(NodeLogRef node, NodeLogSearch search, CancellationToken cancellationToken)
        {
            var found = await host.SearchLog(node, new HostLogSearch(search)).WaitAsync(cancellationToken).ConfigureAwait(false);
            return found.Refusal is { } refusal ? throw new ArgumentException(refusal, nameof(search)) : found.Hits;
        }
    }
}
