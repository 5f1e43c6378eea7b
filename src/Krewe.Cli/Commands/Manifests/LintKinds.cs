using Krewe.Client;

namespace Krewe.Cli.Commands.Manifests;

/// <summary>Kinds in the spellings that <c>argo lint --kinds</c> takes.</summary>
internal static class LintKinds
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["wf"] = "Workflow",
        ["workflow"] = "Workflow",
        ["workflows"] = "Workflow",
        ["wftmpl"] = "WorkflowTemplate",
        ["wft"] = "WorkflowTemplate",
        ["workflowtemplate"] = "WorkflowTemplate",
        ["workflowtemplates"] = "WorkflowTemplate",
        ["cwft"] = "ClusterWorkflowTemplate",
        ["cwftmpl"] = "ClusterWorkflowTemplate",
        ["clusterworkflowtemplate"] = "ClusterWorkflowTemplate",
        ["clusterworkflowtemplates"] = "ClusterWorkflowTemplate",
        ["cron"] = "CronWorkflow",
        ["cronwf"] = "CronWorkflow",
        ["cwf"] = "CronWorkflow",
        ["cronworkflow"] = "CronWorkflow",
        ["cronworkflows"] = "CronWorkflow",
        ["wfeb"] = "WorkflowEventBinding",
        ["workfloweventbinding"] = "WorkflowEventBinding",
        ["workfloweventbindings"] = "WorkflowEventBinding",
    };

    public static IReadOnlyCollection<string> All { get; } = Names.Values.Distinct(StringComparer.Ordinal).ToList();

    public static IReadOnlyCollection<string> Parse(string? text)
    {
        if (text is null or "all" or "")
        {
            return All;
        }

        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(kind => Names.GetValueOrDefault(kind)
                ?? throw new KreweException(KreweErrorCode.InvalidArgument, $"--kinds: unknown kind \"{kind}\"; there are {string.Join(", ", All)} and all"))];
    }
}
