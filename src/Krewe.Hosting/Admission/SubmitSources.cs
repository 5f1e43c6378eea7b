using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Hosting;

/// <summary>Turns a stored definition into a workflow that runs it, with the names and labels that Argo gives (feature map, sections 8 and 19).</summary>
internal static class SubmitSources
{
    public static Workflow ToWorkflow(ArgoResource source) => source switch
    {
        WorkflowTemplate template => FromTemplate(template.Metadata, template.Spec, clusterScope: false),
        ClusterWorkflowTemplate template => FromTemplate(template.Metadata, template.Spec, clusterScope: true),
        CronWorkflow cron => FromCron(cron),
        _ => throw new ArgumentOutOfRangeException(nameof(source), source.GetType().Name, "nothing to submit"),
    };

    private static Workflow FromTemplate(ObjectMeta metadata, WorkflowSpec spec, bool clusterScope)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(labels, spec.WorkflowMetadata?.Labels);
        labels[clusterScope ? "workflows.argoproj.io/cluster-workflow-template" : "workflows.argoproj.io/workflow-template"] = metadata.Name!;
        return new Workflow
        {
            Metadata = new ObjectMeta
            {
                GenerateName = metadata.Name + "-",
                Labels = labels,
                Annotations = Annotations(metadata, spec.WorkflowMetadata?.Annotations),
            },
            Spec = new WorkflowSpec
            {
                WorkflowTemplateRef = new WorkflowTemplateRef { Name = metadata.Name, ClusterScope = clusterScope ? true : null },
                Arguments = spec.Arguments,
            },
        };
    }

    private static Workflow FromCron(CronWorkflow cron)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(labels, cron.Spec.WorkflowMetadata?.Labels);
        labels["workflows.argoproj.io/cron-workflow"] = cron.Metadata.Name!;
        return new Workflow
        {
            Metadata = new ObjectMeta
            {
                GenerateName = cron.Metadata.Name + "-",
                Labels = labels,
                Annotations = Annotations(cron.Metadata, cron.Spec.WorkflowMetadata?.Annotations),
                Finalizers = cron.Spec.WorkflowMetadata?.Finalizers,
                OwnerReferences =
                [
                    new OwnerReference { ApiVersion = "argoproj.io/v1alpha1", Kind = nameof(CronWorkflow), Name = cron.Metadata.Name, Uid = cron.Metadata.Uid, Controller = true, BlockOwnerDeletion = true },
                ],
            },
            Spec = cron.Spec.WorkflowSpec ?? new WorkflowSpec(),
        };
    }

    /// <summary>Those that the definition gives to its runs, which lie where it lies.</summary>
    private static IReadOnlyDictionary<string, string>? Annotations(ObjectMeta definition, IReadOnlyDictionary<string, string>? given) =>
        Folders.Put(new ObjectMeta { Annotations = given }, Folders.Of(definition)).Annotations;

    private static void Add(Dictionary<string, string> target, IReadOnlyDictionary<string, string>? source)
    {
        foreach (var (key, value) in source ?? new Dictionary<string, string>())
        {
            target[key] = value;
        }
    }
}
