using Krewe.Executors;
using Orleans.Concurrency;

namespace Krewe.Grains;

/// <inheritdoc cref="IHostGrain"/>
[Reentrant]
[HostPlacement]
public sealed class HostGrain(INodeLogs logs, NodeExecutors executors, HostLoads loads) : Grain, IHostGrain
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

    public async Task<HostLogRange> ReadLogRange(NodeLogRef node, long first, int count) => new(await logs.ReadRangeAsync(node, first, count, CancellationToken.None));

    public async Task<HostLogHits> SearchLog(NodeLogRef node, HostLogSearch search)
    {
        try
        {
            return new HostLogHits(await logs.SearchAsync(node, search.Search, CancellationToken.None));
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return new HostLogHits(new NodeLogHits([], null), wrong.Message);
        }
    }

    public Task<int> Room() => Task.FromResult(loads.OwnRoom);

    public async Task DeleteRun(string runUid)
    {
        foreach (var executor in executors.All)
        {
            await executor.DeleteRunAsync(runUid, CancellationToken.None);
        }
    }
}
