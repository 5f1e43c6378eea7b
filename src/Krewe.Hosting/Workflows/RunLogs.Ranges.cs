using System.Globalization;
using Krewe.Client;
using Krewe.Executors;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <content>Lines by number, and search.</content>
internal sealed partial class RunLogs
{
    private static readonly TimeSpan SearchPatience = TimeSpan.FromSeconds(5);

    public async Task<LogRange> ReadRangeAsync(Workflow run, LogRangeQuery query, CancellationToken cancellationToken)
    {
        Require(query.Count is >= 1 and <= LogRangeQuery.MostLines, $"count must be from 1 to {LogRangeQuery.MostLines}");
        Require(query.First != 0, "first must be a line number from 1, or negative to count from the end");
        var node = Writer(run, query.Node);
        var (source, container, host) = SourceOf(run, node, query.Container);
        var there = logs.On(host) ?? throw new KreweException(KreweErrorCode.Unavailable, $"the log is on host '{host}', which is not there now");
        return RangeOf(node, container, await there.ReadRangeAsync(source, query.First, query.Count, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The end of a node's log, or why it cannot be had.</summary>
    public async Task<(LogRange? Range, string? Missing)> TryReadEndAsync(Workflow run, NodeStatus node, int lines, CancellationToken cancellationToken)
    {
        var (source, container, host) = SourceOf(run, node, "main");
        if (logs.On(host) is not { } there)
        {
            return (null, $"the log is on host '{host}', which is not there now");
        }

        try
        {
            var range = await there.ReadRangeAsync(source, -lines, lines, cancellationToken).ConfigureAwait(false);
            return range.Total == 0 ? (null, null) : (RangeOf(node, container, range), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OrleansException or TimeoutException)
        {
            return (null, $"the log cannot be read: {failure.Message}");
        }
    }

    public async Task<LogSearchPage> SearchAsync(Workflow run, LogSearchQuery query, CancellationToken cancellationToken)
    {
        Require(query.Text.Length > 0, "there is no text to look for");
        Require(query.Limit is >= 1 and <= LogSearchQuery.MostHits, $"limit must be from 1 to {LogSearchQuery.MostHits}");
        List<NodeStatus> nodes = query.Node is { Length: > 0 } wanted ? [Writer(run, wanted)] : NodesOf(run, new LogQuery { Run = query.Run });
        var (first, line) = PlaceOf(query.Continue, nodes);
        var began = time.GetTimestamp();
        var (hits, missing) = (new List<LogSearchHit>(), new List<string>());
        for (var i = first; i < nodes.Count; i++, line = 1)
        {
            var left = SearchPatience - time.GetElapsedTime(began);
            if (hits.Count >= query.Limit || left <= TimeSpan.Zero)
            {
                return new LogSearchPage { Items = hits, Missing = missing, Continue = TokenOf(nodes[i], line) };
            }

            var (source, _, host) = SourceOf(run, nodes[i], query.Container);
            if (logs.On(host) is not { } there)
            {
                missing.Add(nodes[i].Id);
                continue;
            }

            var found = await FindAsync(there, source, new NodeLogSearch(query.Text, query.IsRegex, query.IgnoreCase, line, query.Limit - hits.Count, left), cancellationToken).ConfigureAwait(false);
            hits.AddRange(found.Hits.Select(hit => new LogSearchHit { NodeId = nodes[i].Id, DisplayName = nodes[i].DisplayName ?? nodes[i].Name, Line = LineOf(hit.Number, hit.Line) }));
            if (found.Next is { } next)
            {
                return new LogSearchPage { Items = hits, Missing = missing, Continue = TokenOf(nodes[i], next) };
            }
        }

        return new LogSearchPage { Items = hits, Missing = missing };
    }

    private static async Task<NodeLogHits> FindAsync(INodeLogs there, NodeLogRef source, NodeLogSearch search, CancellationToken cancellationToken)
    {
        try
        {
            return await there.SearchAsync(source, search, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"the regular expression '{search.Text}' cannot be used: {wrong.Message}", wrong);
        }
    }

    /// <summary>Where a node's log lies. A member of a container set writes to the folder of its pod, under its own name.</summary>
    private static (NodeLogRef Source, string Container, string? Host) SourceOf(Workflow run, NodeStatus node, string container)
    {
        var member = node.Type == NodeType.Container;
        container = member ? node.DisplayName ?? container : container;
        var source = new NodeLogRef(RunParts.HolderOf(run, node), RunParts.NodeOf(member ? node.BoundaryID ?? node.Id : node.Id), container);
        return (source, container, (member ? run.Status!.Nodes!.GetValueOrDefault(source.NodeId) : node)?.HostNodeName);
    }

    /// <summary>The node that writes the log which a name means: of a retried step the last attempt.</summary>
    private static NodeStatus Writer(Workflow run, string wanted)
    {
        var all = run.Status?.Nodes ?? new Dictionary<string, NodeStatus>();
        var node = all.GetValueOrDefault(wanted) ?? all.Values
            .Where(node => wanted == node.Name || wanted == node.DisplayName || (node.Type == NodeType.Pod && wanted == NodeNames.Pod(run, node)))
            .OrderBy(node => node.StartedAt).FirstOrDefault();
        if (node is { Type: NodeType.Retry })
        {
            node = (node.Children ?? []).Select(child => all.GetValueOrDefault(child)).LastOrDefault(child => child?.NodeFlag?.Retried == true) ?? node;
        }

        return node switch
        {
            { Type: NodeType.Pod or NodeType.Container } => node,
            null => throw new KreweException(KreweErrorCode.NotFound, $"run '{run.Metadata.Name}' has no node '{wanted}'"),
            _ => throw new KreweException(KreweErrorCode.InvalidArgument, $"node '{node.DisplayName}' is of type {node.Type}, which writes no log: name one of the pods below it"),
        };
    }

    private static LogRange RangeOf(NodeStatus node, string container, NodeLogRange range) => new()
    {
        NodeId = node.Id,
        Container = container,
        Total = range.Total,
        IsLive = !NodePhase.IsCompleted(node.Phase),
        Lines = [.. range.Lines.Select((line, i) => LineOf(range.First + i, line))],
    };

    private static NumberedLogLine LineOf(long number, NodeLogLine line) =>
        new() { Number = number, Time = line.Time, Stream = line.IsError ? "stderr" : "stdout", Content = line.Text };

    private static string TokenOf(NodeStatus node, long line) => string.Create(CultureInfo.InvariantCulture, $"{line}.{node.Id}");

    private static (int Node, long Line) PlaceOf(string? token, List<NodeStatus> nodes)
    {
        if (string.IsNullOrEmpty(token))
        {
            return (0, 1);
        }

        var parts = token.Split('.', 2);
        var node = parts.Length == 2 ? nodes.FindIndex(node => node.Id == parts[1]) : -1;
        var line = 0L;
        Require(node >= 0 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out line) && line > 0, "the continue token is not one of this search's");
        return (node, line);
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, message);
        }
    }
}
