using System.Text.Json;

namespace Krewe.Model.Analysis;

/// <summary>Sums a run up by its steps: as much as a history of many runs can show.</summary>
public static class StepSummaries
{
    /// <summary>Most steps that are kept of one run, those that went wrong before others, then those that began first; few workflows have as many.</summary>
    public const int MostSteps = 300;

    private const int LongestMessage = 200;

    /// <summary>The steps of a run in the order in which they began.</summary>
    /// <param name="runName">Name of the run.</param>
    /// <param name="nodes">All its nodes.</param>
    public static IReadOnlyList<StepSummary> Of(string runName, IReadOnlyCollection<NodeStatus> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        // Attempts stand behind their retry node, and groups are made of what is in them.
        var retries = nodes.Where(IsAttempt).GroupBy(node => StepPath.Of(runName, node.Name), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        return
        [
            .. nodes.Where(node => node.Type is not (NodeType.StepGroup or NodeType.TaskGroup) && !IsAttempt(node))
                .GroupBy(node => StepPath.Of(runName, node.Name), StringComparer.Ordinal)
                .Select(group => Sum(group.Key, [.. group], retries.GetValueOrDefault(group.Key) ?? []))
                .OrderBy(step => !PhaseTally.IsBad(step.Phase)).ThenBy(step => step.StartedAt ?? DateTimeOffset.MaxValue)
                .Take(MostSteps)
                .OrderBy(step => step.StartedAt ?? DateTimeOffset.MaxValue).ThenBy(step => step.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>As it is kept.</summary>
    public static byte[] Encode(IReadOnlyList<StepSummary> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return JsonSerializer.SerializeToUtf8Bytes([.. steps], StepSummaryJson.Default.ListStepSummary);
    }

    /// <summary>What was kept.</summary>
    public static IReadOnlyList<StepSummary> Decode(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, StepSummaryJson.Default.ListStepSummary) ?? [];

    private static bool IsAttempt(NodeStatus node) => node.NodeFlag?.Retried == true;

    private static StepSummary Sum(string path, List<NodeStatus> nodes, List<NodeStatus> attempts)
    {
        var began = nodes.Where(node => node.StartedAt is not null).Select(node => node.StartedAt!.Value).DefaultIfEmpty().Min();
        var ended = nodes.TrueForAll(node => node.FinishedAt is not null || node.StartedAt is null)
            ? nodes.Where(node => node.FinishedAt is not null).Select(node => node.FinishedAt!.Value).DefaultIfEmpty().Max()
            : default;
        var bad = nodes.Where(node => PhaseTally.IsBad(node.Phase)).OrderBy(node => node.FinishedAt).ToList();
        var retrying = nodes.Count(node => node.Type == NodeType.Retry);
        return new StepSummary
        {
            Path = path,
            Type = nodes.Find(node => node.Type is not (NodeType.Retry or NodeType.Skipped))?.Type ?? attempts.FirstOrDefault()?.Type ?? nodes[0].Type,
            Phase = PhaseTally.Of(PhaseTally.Count(nodes.Select(node => node.Phase))),
            Template = nodes[0].TemplateRef?.Template ?? nodes[0].TemplateName,
            StartedAt = began == default ? null : began,
            Milliseconds = began == default || ended == default ? null : Math.Max(0, (long)(ended - began).TotalMilliseconds),
            Count = nodes.Count,
            Failed = bad.Count,
            Retries = Math.Max(0, attempts.Count - retrying),
            Message = bad.Select(node => MessageOf(node, attempts)).FirstOrDefault(message => !string.IsNullOrEmpty(message)) is { } message ? Short(message) : null,
        };
    }

    // A retry says only that no retries are left.
    private static string? MessageOf(NodeStatus node, List<NodeStatus> attempts) => node.Type == NodeType.Retry
        ? attempts.FindLast(attempt => PhaseTally.IsBad(attempt.Phase) && attempt.Name.StartsWith(node.Name + "(", StringComparison.Ordinal))?.Message ?? node.Message
        : node.Message;

    private static string Short(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";
}
