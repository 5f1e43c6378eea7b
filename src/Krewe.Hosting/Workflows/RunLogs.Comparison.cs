using Krewe.Client;
using Krewe.Executors;
using Krewe.Model;

namespace Krewe.Hosting;

/// <content>Where the logs of two runs part.</content>
internal sealed partial class RunLogs
{
    private const int LinesAtOnce = 1_000;
    private const int LongestComparedLine = 2_000;

    /// <summary>For each pair of nodes the first line that is not the same; pairs whose logs are the same are left out.</summary>
    /// <returns>What was found, and whether not all were looked at.</returns>
    public async Task<(IReadOnlyList<LogDivergence> Found, bool AreCut)> CompareAsync(
        Workflow left, Workflow right, IReadOnlyList<(string Place, NodeStatus Left, NodeStatus Right)> nodes, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var found = new List<LogDivergence>();
        foreach (var (place, mine, theirs) in nodes)
        {
            if (found.Count == RunComparison.MostLogs || time.GetElapsedTime(began) > SearchPatience)
            {
                return (found, true);
            }

            if (await CompareAsync(place, new ComparedLog(logs, left, mine), new ComparedLog(logs, right, theirs), cancellationToken).ConfigureAwait(false) is { } parted)
            {
                found.Add(parted);
            }
        }

        return (found, false);
    }

    private static async Task<LogDivergence?> CompareAsync(string place, ComparedLog left, ComparedLog right, CancellationToken cancellationToken)
    {
        var told = new LogDivergence { Node = place, LeftNodeId = left.Node.Id, RightNodeId = right.Node.Id, Container = left.Container };
        if ((left.Missing ?? right.Missing) is { } missing)
        {
            return told with { Unknown = missing };
        }

        try
        {
            for (var next = 1L; next <= RunComparison.MostLogLines;)
            {
                var (one, other) = (await left.ReadAsync(next, cancellationToken).ConfigureAwait(false), await right.ReadAsync(next, cancellationToken).ConfigureAwait(false));
                var both = Math.Min(one.Lines.Count, other.Lines.Count);
                for (var i = 0; i < both; i++)
                {
                    if (one.Lines[i].Text != other.Lines[i].Text)
                    {
                        return told with { Line = next + i, Left = Cut(next + i, one.Lines[i]), Right = Cut(next + i, other.Lines[i]) };
                    }
                }

                if (both == 0)
                {
                    var (first, second) = (one.Lines.Count > 0 ? one.Lines[0] : null, other.Lines.Count > 0 ? other.Lines[0] : null);
                    // What has not been written yet does not differ yet.
                    return (first is null && second is null) || (first is null ? left : right).IsLive
                        ? null
                        : told with { Line = next, Left = Cut(next, first), Right = Cut(next, second) };
                }

                next += both;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OrleansException or TimeoutException)
        {
            return told with { Unknown = $"the log cannot be read: {failure.Message}" };
        }

        return told with { Unknown = $"the first {RunComparison.MostLogLines} lines are the same; the rest was not looked at" };
    }

    private static NumberedLogLine? Cut(long number, NodeLogLine? line) => line is null ? null
        : LineOf(number, line) is { Content.Length: > LongestComparedLine } full ? full with { Content = full.Content[..LongestComparedLine] + "…" }
        : LineOf(number, line);

    /// <summary>The log of one node.</summary>
    private sealed class ComparedLog
    {
        private readonly NodeLogRef _source;
        private readonly INodeLogs? _logs;

        public ComparedLog(NodeLogSources logs, Workflow run, NodeStatus node)
        {
            (_source, Container, var host) = SourceOf(run, node, "main");
            Node = node;
            _logs = logs.On(host);
            Missing = _logs is null ? $"the log of run '{run.Metadata.Name}' is on host '{host}', which is not there now" : null;
        }

        public NodeStatus Node { get; }

        public string Container { get; }

        public string? Missing { get; }

        public bool IsLive => !NodePhase.IsCompleted(Node.Phase);

        public Task<NodeLogRange> ReadAsync(long first, CancellationToken cancellationToken) => _logs!.ReadRangeAsync(_source, first, LinesAtOnce, cancellationToken);
    }
}
