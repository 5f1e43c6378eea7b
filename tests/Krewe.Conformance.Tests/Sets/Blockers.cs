using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>What keeps a case from this machine. The data counts every resource and plugin template; the engine serves some of them.</summary>
internal static partial class Blockers
{
    private const string Resource = "resource template";
    private const string Plugin = "plugin template";

    // What the data's guess takes for impossible without a cluster and local processes do: volumes are folders of the run, sidecars and
    // init containers are processes beside the step.
    private static readonly HashSet<string> Served = new(StringComparer.Ordinal)
    {
        Resource, Plugin, "volume", "sidecars", "initContainers", "templated command", "daemon (pod IP)", "data template", "script without command",
    };

    // Objects that the engine keeps without a cluster.
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow", "WorkflowEventBinding", "ConfigMap",
    };

    public static IReadOnlyList<string> Of(ConformanceCase one, JsonObject data)
    {
        if (data["local"] is not JsonObject local || JsonValues.Text(local["runnable"]) != "no")
        {
            return [];
        }

        var named = local["blockers"]!.AsArray().Select(blocker => JsonValues.Text(blocker) ?? "").Where(blocker => !Served.Contains(blocker)).ToList();
        named.AddRange(ForeignKinds(one, data).Select(kind => $"{Resource}: a {kind} is an object of Kubernetes"));
        return named;
    }

    private static IEnumerable<string> ForeignKinds(ConformanceCase one, JsonObject data)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (data["resources"] as JsonArray ?? [])
            .SelectMany(resource => Manifests.Read(one.Set.Text(JsonValues.Text(resource!["file"])!, now), JsonValues.Text(resource["kind"])))
            .SelectMany(read => TemplatesOf(read.Argo))
            .Where(template => template.Resource is not null)
            .SelectMany(template => KindLine().Matches((template.Resource!.Manifest ?? "") + string.Concat((template.Inputs?.Artifacts ?? []).Select(artifact => "\n" + artifact.Raw?.Data))).Select(match => match.Groups["kind"].Value))
            .Where(kind => !Kept.Contains(kind))
            .Distinct();
    }

    private static IReadOnlyList<Template> TemplatesOf(ArgoResource? resource) => resource switch
    {
        Workflow workflow => workflow.Spec.Templates,
        WorkflowTemplate template => template.Spec.Templates,
        _ => null,
    } ?? [];

    [GeneratedRegex(@"^kind:\s*(?<kind>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KindLine();
}
