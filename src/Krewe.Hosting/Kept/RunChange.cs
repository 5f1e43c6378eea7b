using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Engine;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>What it takes to make one state of a run's object into another. Pure.</summary>
internal static class RunChange
{
    /// <summary>Whether the difference is one that a run can follow.</summary>
    public static bool IsPossible(Workflow old, Workflow wanted) =>
        Keeps(old.Metadata.Labels, wanted.Metadata.Labels)
        && Keeps(old.Metadata.Annotations, wanted.Metadata.Annotations)
        && JsonNode.DeepEquals(Fixed(old), Fixed(wanted));

    /// <summary>The commands that make the difference.</summary>
    public static IEnumerable<RunCommand> Commands(Workflow old, Workflow wanted, DateTimeOffset now)
    {
        var labels = Changed(old.Metadata.Labels, wanted.Metadata.Labels);
        var annotations = Changed(old.Metadata.Annotations, wanted.Metadata.Annotations);
        if (labels.Count > 0 || annotations.Count > 0)
        {
            yield return new LabelRun { Now = now, Labels = labels, Annotations = annotations };
        }

        if ((old.Spec.Suspend == true) != (wanted.Spec.Suspend == true))
        {
            yield return wanted.Spec.Suspend == true ? new SuspendRun { Now = now } : new ResumeRun { Now = now };
        }

        if (wanted.Spec.Shutdown is { Length: > 0 } shutdown && shutdown != old.Spec.Shutdown)
        {
            yield return shutdown == "Stop" ? new StopRun { Now = now } : new TerminateRun { Now = now };
        }
    }

    private static JsonNode? Fixed(Workflow workflow) =>
        JsonSerializer.SerializeToNode(new Workflow { Spec = workflow.Spec with { Suspend = null, Shutdown = null } }, ModelJson.Default.Workflow);

    private static bool Keeps(IReadOnlyDictionary<string, string>? old, IReadOnlyDictionary<string, string>? wanted) =>
        old is null || old.Keys.All(key => wanted?.ContainsKey(key) == true);

    private static Dictionary<string, string> Changed(IReadOnlyDictionary<string, string>? old, IReadOnlyDictionary<string, string>? wanted) =>
        (wanted ?? new Dictionary<string, string>())
            .Where(pair => old?.TryGetValue(pair.Key, out var before) != true || before != pair.Value)
            .ToDictionary(StringComparer.Ordinal);
}
