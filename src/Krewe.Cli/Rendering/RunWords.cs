using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>Short texts about a run.</summary>
internal static class RunWords
{
    /// <summary>The phase, with what explains it.</summary>
    public static string Status(Workflow workflow) => workflow.Status?.Phase switch
    {
        WorkflowPhase.Running when IsSuspended(workflow) => "Running (Suspended)",
        WorkflowPhase.Failed when workflow.Spec.Shutdown is { Length: > 0 } => "Failed (Terminated)",
        null or WorkflowPhase.Unknown or WorkflowPhase.Pending => workflow.Metadata.CreationTimestamp is null ? "Unknown" : WorkflowPhase.Pending,
        var phase => phase,
    };

    public static bool IsSuspended(Workflow workflow) =>
        workflow.Spec.Suspend == true || (workflow.Status?.Nodes?.Values.Any(node => node is { Type: NodeType.Suspend, Phase: NodePhase.Running }) ?? false);

    /// <summary>The spec that runs: the one stored when a template is referred to.</summary>
    public static WorkflowSpec ExecutedSpec(Workflow workflow) => workflow.Status?.StoredWorkflowTemplateSpec ?? workflow.Spec;

    /// <summary><c>8s*(1 cpu),12s*(100Mi memory)</c>.</summary>
    public static string Resources(IReadOnlyDictionary<string, long>? resources) =>
        string.Join(',', (resources ?? new Dictionary<string, long>())
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{GoDuration(pair.Value)}*({Base(pair.Key)} {pair.Key})"));

    /// <summary><c>a=1,b=2</c>, long values shortened in the middle.</summary>
    public static string Parameters(IReadOnlyList<Parameter>? parameters) =>
        string.Join(',', (parameters ?? []).Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Shorten(parameter.Value!, 50)}"));

    private static string Shorten(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 18), "...", text.AsSpan(text.Length - 15));

    private static string Base(string resource) => resource switch
    {
        "memory" => "100Mi",
        "storage" or "ephemeral-storage" => "10Gi",
        _ => "1",
    };

    private static string GoDuration(long seconds)
    {
        var (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        return hours > 0 ? $"{hours}h{minutes}m{rest}s" : minutes > 0 ? $"{minutes}m{rest}s" : $"{rest}s";
    }
}
