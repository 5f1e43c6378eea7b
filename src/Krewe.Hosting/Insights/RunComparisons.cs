using System.Text.Json;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Analysis;

namespace Krewe.Hosting;

/// <summary>What differs between two runs. Pure.</summary>
internal static class RunComparisons
{
    private const double LeastShare = 0.2;
    private const long LeastMilliseconds = 1_000;
    private const int LongestValue = 2_000;

    public static RunComparison Of(RunOverview left, Workflow leftRun, RunOverview right, Workflow rightRun)
    {
        var definition = JsonDifference.Of(DefinitionOf(leftRun), DefinitionOf(rightRun)).Take(RunComparison.MostValues + 1).ToList();
        return new RunComparison
        {
            Left = left,
            Right = right,
            Parameters = Values(ArgumentsOf(leftRun), ArgumentsOf(rightRun)),
            Images = Values(ImagesOf(leftRun), ImagesOf(rightRun)),
            Definition = [.. definition.Take(RunComparison.MostValues).Select(change => Told(change.Path, change.Left, change.Right))],
            IsCut = definition.Count > RunComparison.MostValues,
            Steps = Steps(StepsOf(leftRun), StepsOf(rightRun)),
            Outputs = Values(OutputsOf(leftRun), OutputsOf(rightRun)),
        };
    }

    /// <summary>Nodes of both runs that write logs and went otherwise: in how they ended, what they gave, or the step they belong to.</summary>
    public static IReadOnlyList<(string Place, NodeStatus Left, NodeStatus Right)> Differing(
        IReadOnlyList<(string Place, NodeStatus? Left, NodeStatus? Right)> nodes, IReadOnlyList<StepDifference> steps, IReadOnlyList<ArtifactDifference> artifacts, string runName)
    {
        var others = steps.Select(step => step.Step).ToHashSet(StringComparer.Ordinal);
        var made = artifacts.Select(artifact => artifact.Node).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. nodes.Where(node => node is { Left.Type: NodeType.Pod or NodeType.Container, Right.Type: NodeType.Pod or NodeType.Container })
                .Select(node => (node.Place, Left: node.Left!, Right: node.Right!))
                .Where(node => Marks(node.Left) != Marks(node.Right) || made.Contains(node.Place) || others.Contains(StepPath.Of(runName, node.Left.Name)) || !HaveSameOutputs(node.Left, node.Right)),
        ];

        static (string?, string?, string?) Marks(NodeStatus node) => (node.Phase, node.Outputs?.ExitCode, node.Outputs?.Result);

        static bool HaveSameOutputs(NodeStatus left, NodeStatus right) => Values(Named(left.Outputs?.Parameters), Named(right.Outputs?.Parameters)).Count == 0;
    }

    private static WorkflowSpec SpecOf(Workflow run) => run.Status?.StoredWorkflowTemplateSpec ?? run.Spec;

    private static JsonElement DefinitionOf(Workflow run) =>
        JsonSerializer.SerializeToElement(new Workflow { Spec = SpecOf(run) with { Arguments = null, Shutdown = null, Suspend = null } }, ModelJson.Default.Workflow).GetProperty("spec");

    private static Dictionary<string, string?> ArgumentsOf(Workflow run) => Named(run.Spec.Arguments?.Parameters ?? SpecOf(run).Arguments?.Parameters);

    private static Dictionary<string, string?> OutputsOf(Workflow run) =>
        Named([.. run.Status?.Nodes?.GetValueOrDefault(run.Metadata.Name ?? "")?.Outputs?.Parameters ?? [], .. run.Status?.Outputs?.Parameters ?? []]);

    private static Dictionary<string, string?> Named(IEnumerable<Parameter>? parameters) =>
        (parameters ?? []).Where(parameter => parameter.Name is not null).GroupBy(parameter => parameter.Name!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);

    private static Dictionary<string, string?> ImagesOf(Workflow run)
    {
        var images = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, template) in (SpecOf(run).Templates ?? []).Select(template => (template.Name ?? "", template)).Concat(run.Status?.StoredTemplates?.Select(entry => (entry.Key, entry.Value)) ?? []))
        {
            if ((template.Container?.Image ?? template.Script?.Image) is { Length: > 0 } image)
            {
                images[key] = image;
            }
        }

        return images;
    }

    private static Dictionary<string, StepSummary> StepsOf(Workflow run) =>
        StepSummaries.Of(run.Metadata.Name ?? "", [.. run.Status?.Nodes?.Values ?? []]).ToDictionary(step => step.Path, StringComparer.Ordinal);

    private static List<StepDifference> Steps(Dictionary<string, StepSummary> left, Dictionary<string, StepSummary> right) =>
    [
        .. left.Keys.Union(right.Keys, StringComparer.Ordinal)
            .Select(path => (Path: path, Left: left.GetValueOrDefault(path), Right: right.GetValueOrDefault(path)))
            .Where(step => Differ(step.Left, step.Right))
            .Select(step => new StepDifference { Step = step.Path, Left = Outcome(step.Left), Right = Outcome(step.Right) }),
    ];

    private static bool Differ(StepSummary? left, StepSummary? right)
    {
        if (left is null || right is null || left.Phase != right.Phase || left.Count != right.Count || left.Retries != right.Retries || (left.Milliseconds is null) != (right.Milliseconds is null))
        {
            return true;
        }

        var (shorter, longer) = (Math.Min(left.Milliseconds ?? 0, right.Milliseconds ?? 0), Math.Max(left.Milliseconds ?? 0, right.Milliseconds ?? 0));
        return longer - shorter >= LeastMilliseconds && longer - shorter >= LeastShare * longer;
    }

    private static ComparedStep? Outcome(StepSummary? step) => step is null ? null : new ComparedStep
    {
        Phase = step.Phase,
        Milliseconds = step.Milliseconds,
        Count = step.Count,
        Retries = step.Retries,
        Message = step.Message,
    };

    private static List<ValueDifference> Values(Dictionary<string, string?> left, Dictionary<string, string?> right) =>
    [
        .. left.Keys.Union(right.Keys, StringComparer.Ordinal)
            .Where(name => left.GetValueOrDefault(name) != right.GetValueOrDefault(name) || left.ContainsKey(name) != right.ContainsKey(name))
            .Select(name => Told(name, left.GetValueOrDefault(name), right.GetValueOrDefault(name))),
    ];

    private static ValueDifference Told(string name, string? left, string? right) => new() { Name = name, Left = Short(left), Right = Short(right) };

    private static string? Short(string? value) => value is { Length: > LongestValue } ? value[..LongestValue] + "…" : value;
}
