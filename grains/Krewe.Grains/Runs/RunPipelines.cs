using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Grains;

/// <summary>Says which pipelines a new run belongs to: the definitions it comes from; without one, what it is called.</summary>
public static class RunPipelines
{
    /// <summary>Label by which runs without a definition belong together.</summary>
    public const string PipelineLabel = "workflows.krewe.dev/pipeline";

    /// <summary>Kind of the pipelines of runs that come from no definition.</summary>
    public const string InlineKind = nameof(Workflow);

    /// <summary>
    /// A run may belong to several: one that a cron workflow starts from a template is a run of both. Child runs that come from no
    /// definition are part of their parent and belong to none.
    /// </summary>
    public static IReadOnlyList<PipelineKey> Of(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var (metadata, labels, reference) = (workflow.Metadata, workflow.Metadata.Labels, workflow.Spec.WorkflowTemplateRef);
        var keys = new List<PipelineKey>(2);
        Add(nameof(WorkflowTemplate), reference is { ClusterScope: not true } ? reference.Name : labels?.GetValueOrDefault(RunRecord.TemplateLabel));
        Add(nameof(ClusterWorkflowTemplate), reference is { ClusterScope: true } ? reference.Name : labels?.GetValueOrDefault(RunRecord.ClusterTemplateLabel));
        Add(nameof(CronWorkflow), labels?.GetValueOrDefault(RunRecord.CronLabel));
        if (keys.Count == 0 && labels?.ContainsKey(ChildRuns.ParentLabel) != true)
        {
            Add(InlineKind, labels?.GetValueOrDefault(PipelineLabel) is { Length: > 0 } named ? named : CommonName(metadata));
        }

        return keys;

        void Add(string kind, string? name)
        {
            if (!string.IsNullOrEmpty(name))
            {
                keys.Add(new PipelineKey(metadata.Namespace ?? "", kind, name));
            }
        }
    }

    /// <summary>What the names of like runs begin with: a generated name's given part, else the name without numbers at its end.</summary>
    private static string CommonName(ObjectMeta metadata)
    {
        if (metadata.GenerateName?.TrimEnd('-', '.') is { Length: > 0 } prefix)
        {
            return prefix;
        }

        var name = metadata.Name ?? "";
        var common = name;
        while (common.LastIndexOfAny(['-', '.']) is > 0 and var dash && common.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            common = common[..dash];
        }

        return common;
    }
}
