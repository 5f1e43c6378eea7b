using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model.Runs;

namespace Krewe.Model.Merging;

/// <summary>Joins what a workflow, the template it refers to and the controller's defaults say, in that order of priority.</summary>
public static class WorkflowMerge
{
    /// <summary>
    /// The spec that runs. A parameter with a value comes whole from one side; <c>suspend</c> is the workflow's own alone.
    /// </summary>
    /// <param name="workflow">The workflow's spec.</param>
    /// <param name="template">The spec that its <c>workflowTemplateRef</c> names, if any.</param>
    /// <param name="defaults">The controller's <c>workflowDefaults</c>, if any.</param>
    public static WorkflowSpec JoinSpecs(WorkflowSpec workflow, WorkflowSpec? template, WorkflowSpec? defaults)
    {
        var merged = workflow;
        foreach (var other in new[] { template, defaults })
        {
            if (other is not null)
            {
                merged = Merge(new Workflow { Spec = other }, new Workflow { Spec = merged }).Spec;
            }
        }

        if (merged.Arguments?.Parameters is { } parameters)
        {
            var whole = parameters.Select(parameter => HasValue(parameter) ? Valued(workflow, parameter.Name) ?? Valued(template, parameter.Name) ?? parameter : parameter);
            merged = merged with { Arguments = merged.Arguments with { Parameters = [.. whole] } };
        }

        return merged with { Suspend = workflow.Suspend };
    }

    /// <summary>The target with what it lacks taken from the other. Hooks and labels with expressions are taken whole, by name.</summary>
    public static Workflow Merge(Workflow other, Workflow target)
    {
        var type = ModelJson.Default.Workflow;
        other = Present.Of(other);
        target = Present.Of(target);
        var plain = other with { Spec = other.Spec with { Hooks = null, WorkflowMetadata = WithoutLabelsFrom(other.Spec.WorkflowMetadata) } };
        var merged = StrategicMerge.Merge((JsonObject)JsonSerializer.SerializeToNode(plain, type)!, (JsonObject)JsonSerializer.SerializeToNode(target, type)!).Deserialize(type)!;

        var hooks = Union(merged.Spec.Hooks, other.Spec.Hooks);
        var labels = Union(merged.Spec.WorkflowMetadata?.LabelsFrom, other.Spec.WorkflowMetadata?.LabelsFrom);
        var metadata = merged.Spec.WorkflowMetadata;
        return merged with
        {
            Spec = merged.Spec with
            {
                Hooks = hooks,
                WorkflowMetadata = labels is null ? metadata : (metadata ?? new WorkflowMetadata()) with { LabelsFrom = labels },
            },
        };
    }

    /// <summary>Metadata with the labels and annotations it lacks taken from the controller's defaults.</summary>
    public static ObjectMeta JoinMetadata(ObjectMeta metadata, ObjectMeta? defaults) => metadata with
    {
        Labels = Union(metadata.Labels, defaults?.Labels),
        Annotations = Union(metadata.Annotations, defaults?.Annotations),
    };

    /// <summary>A template with what it lacks taken from the spec's <c>templateDefaults</c>; of their types only the template's own counts.</summary>
    public static Template ApplyDefaults(Template template, Template? defaults)
    {
        if (defaults is null)
        {
            return template;
        }

        var type = ModelJson.Default.Template;
        var merged = StrategicMerge.Merge((JsonObject)JsonSerializer.SerializeToNode(defaults, type)!, (JsonObject)JsonSerializer.SerializeToNode(template, type)!).Deserialize(type)!;
        return merged with
        {
            Name = template.Name,
            Container = template.Container is null ? null : merged.Container,
            ContainerSet = template.ContainerSet is null ? null : merged.ContainerSet,
            Steps = template.Steps,
            Dag = template.Dag is null ? null : merged.Dag,
            Script = template.Script is null ? null : merged.Script,
            Resource = template.Resource is null ? null : merged.Resource,
            Data = template.Data is null ? null : merged.Data,
            Suspend = template.Suspend is null ? null : merged.Suspend,
            Http = template.Http is null ? null : merged.Http,
            Plugin = template.Plugin,
            Workflow = template.Workflow,
        };
    }

    private static bool HasValue(Parameter parameter) => parameter.Value is not null || parameter.Default is not null || parameter.ValueFrom is not null;

    private static Parameter? Valued(WorkflowSpec? spec, string? name) =>
        spec?.Arguments?.Parameters?.FirstOrDefault(parameter => parameter.Name == name && HasValue(parameter));

    private static WorkflowMetadata? WithoutLabelsFrom(WorkflowMetadata? metadata) => metadata is null ? null : metadata with { LabelsFrom = null };

    private static IReadOnlyDictionary<string, T>? Union<T>(IReadOnlyDictionary<string, T>? own, IReadOnlyDictionary<string, T>? more)
    {
        if (more is null || more.Count == 0)
        {
            return own;
        }

        var union = new Dictionary<string, T>(own ?? new Dictionary<string, T>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in more)
        {
            union.TryAdd(name, value);
        }

        return union;
    }
}
