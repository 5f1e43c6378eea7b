using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Krewe.Client;
using Krewe.Executors;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <summary>Log lines of a run: of one node, or of all of them merged by time.</summary>
/// <remarks>
/// What is there is merged exactly. While following, lines come in rounds: within a round by time, and a line that is written
/// late to a slow disk may follow a younger one of another node.
/// </remarks>
internal sealed partial class RunLogs(NodeLogSources logs, RunWatchHub hub, TimeProvider time)
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan GrepTimeout = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<LogLine> ReadAsync(WorkflowService service, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = Filter(query);
        var positions = new Dictionary<string, NodeLogPosition>(StringComparer.Ordinal);
        var run = await service.GetWithNodeAsync(query.Run, query.Node, cancellationToken).ConfigureAwait(false);
        using var watch = hub.Watch(run.Metadata.Uid);
        var first = true;
        while (true)
        {
            var over = IsOver(run, query);
            var round = new List<LogLine>();
            foreach (var node in NodesOf(run, query))
            {
                round.AddRange(await ReadAsync(run, node, query, positions, first, wanted, cancellationToken).ConfigureAwait(false));
            }

            foreach (var line in round.OrderBy(line => line.Time))
            {
                yield return line;
            }

            if (!query.Follow || over)
            {
                yield break;
            }

            first = false;
            await WaitAsync(watch, cancellationToken).ConfigureAwait(false);
            run = await service.GetWithNodeAsync(query.Run with { Uid = run.Metadata.Uid }, query.Node, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Func<NodeLogLine, bool> Filter(LogQuery query)
    {
        Regex? pattern;
        try
        {
            pattern = query.Grep is { Length: > 0 } grep ? new Regex(grep, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, GrepTimeout) : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"grep pattern '{query.Grep}' is not valid: {wrong.Message}", wrong);
        }

        return line => (query.Since is null || line.Time >= query.Since) && (pattern is null || pattern.IsMatch(line.Text));
    }

    private static bool IsOver(Workflow run, LogQuery query) =>
        WorkflowPhase.IsCompleted(run.Status?.Phase)
        || (query.Node is not null && NodesOf(run, query) is { Count: > 0 } nodes && nodes.TrueForAll(node => NodePhase.IsCompleted(node.Phase)));

    /// <summary>Whether a node with a log goes by that name, ID or pod.</summary>
    public static bool HasWriter(Workflow run, string name) =>
        NodesOf(run, new LogQuery { Run = new RunRef("", ""), Node = name }).Count > 0;

    private static List<NodeStatus> NodesOf(Workflow run, LogQuery query) =>
    [
        .. (run.Status?.Nodes?.Values ?? [])
            .Where(node => node.Type is NodeType.Pod or NodeType.Container)
            .Where(node => query.Node is not { Length: > 0 } wanted
                || wanted == node.Id || wanted == node.Name || wanted == node.DisplayName || wanted == NodeNames.Pod(run, node)
                || (node.Type == NodeType.Container && wanted == node.BoundaryID))
            .OrderBy(node => node.StartedAt).ThenBy(node => node.Id, StringComparer.Ordinal),
    ];

    private async Task<List<LogLine>> ReadAsync(
        Workflow run,
        NodeStatus node,
        LogQuery query,
        Dictionary<string, NodeLogPosition> positions,
        bool first,
        Func<NodeLogLine, bool> wanted,
        CancellationToken cancellationToken)
    {
        var (source, container, host) = SourceOf(run, node, query.Container);
        var pod = NodeNames.Pod(run, node);
        var lines = new List<LogLine>();
        if (logs.On(host) is not { } there)
        {
            // Said once, in place of the lines.
            return first ? [new LogLine { Content = $"krewe: the log is on host '{host}', which is not there now", PodName = pod, NodeId = node.Id, Time = node.FinishedAt ?? time.GetUtcNow(), Container = container, Stream = "stderr" }] : [];
        }

        await foreach (var line in there.ReadAsync(source, positions.GetValueOrDefault(node.Id), cancellationToken).ConfigureAwait(false))
        {
            positions[node.Id] = line.Next;
            if (wanted(line))
            {
                lines.Add(new LogLine { Content = line.Text, PodName = pod, NodeId = node.Id, Time = line.Time, Container = container, Stream = line.IsError ? "stderr" : "stdout" });
            }
        }

        return first && query.TailLines is { } tail && lines.Count > tail ? lines[^(int)Math.Max(tail, 0)..] : lines;
    }

    /// <summary>Waits for a change of the run or a moment, whichever comes first: steps write without telling the run.</summary>
    private async Task WaitAsync(RunWatch watch, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var moment = Task.Delay(PollPeriod, time, both.Token);
        var change = watch.WaitAsync(both.Token);
        await Task.WhenAny(moment, change).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
