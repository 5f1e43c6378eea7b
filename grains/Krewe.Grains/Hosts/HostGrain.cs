using Krewe.Executors;
using Orleans.Concurrency;

namespace Krewe.Grains;

/// <inheritdoc cref="IHostGrain"/>
[Reentrant]
[HostPlacement]
public sealed class HostGrain(INodeLogs logs, NodeExecutors executors) : Grain, IHostGrain
{
    private const int MostLines = 5_000;
    private const int MostCharacters = 1024 * 1024;

    public async Task<HostLogPage> ReadLog(NodeLogRef node, NodeLogPosition position)
    {
        var lines = new List<NodeLogLine>();
        var characters = 0;
        await foreach (var line in logs.ReadAsync(node, position, CancellationToken.None))
        {
            lines.Add(line);
            characters += line.Text.Length;
            if (lines.Count == MostLines || characters >= MostCharacters)
            {
                return new HostLogPage(lines, IsLast: false);
            }
        }

        return new HostLogPage(lines, IsLast: true);
    }

    public Task<NodeLogRange> ReadLogRange(NodeLogRef node, long first, int count) => logs.ReadRangeAsync(node, first, count, CancellationToken.None);

    public Task<NodeLogHits> SearchLog(NodeLogRef node, NodeLogSearch search) => logs.SearchAsync(node, search, CancellationToken.None);

    public async Task DeleteRun(string runUid)
    {
        foreach (var executor in executors.All)
        {
            await executor.DeleteRunAsync(runUid, CancellationToken.None);
        }
    }
}
