using Krewe.Client;

namespace Krewe.Cli.Commands.Placement;

/// <summary>A definition as the command line names it: <c>kind/name</c>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
internal sealed record DefinitionName(ResourceKind Kind, string Name)
{
    /// <summary>The kinds that lie in folders.</summary>
    public static readonly IReadOnlyList<ResourceKind> Kinds =
        [ResourceKind.WorkflowTemplate, ResourceKind.CronWorkflow, ResourceKind.WorkflowEventBinding, ResourceKind.EventSource, ResourceKind.Sensor];

    // The first word of each kind is the one that messages name.
    private static readonly Dictionary<string, ResourceKind> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["template"] = ResourceKind.WorkflowTemplate,
        ["cron"] = ResourceKind.CronWorkflow,
        ["event-binding"] = ResourceKind.WorkflowEventBinding,
        ["event-source"] = ResourceKind.EventSource,
        ["sensor"] = ResourceKind.Sensor,
        ["workflowtemplate"] = ResourceKind.WorkflowTemplate,
        ["wftmpl"] = ResourceKind.WorkflowTemplate,
        ["cronworkflow"] = ResourceKind.CronWorkflow,
        ["cwf"] = ResourceKind.CronWorkflow,
        ["cronwf"] = ResourceKind.CronWorkflow,
        ["workfloweventbinding"] = ResourceKind.WorkflowEventBinding,
        ["wfeb"] = ResourceKind.WorkflowEventBinding,
        ["eventsource"] = ResourceKind.EventSource,
    };

    /// <exception cref="KreweException">It names nothing that lies in a folder of its own.</exception>
    public static DefinitionName Parse(string text)
    {
        if (text.Split('/') is not [{ Length: > 0 } word, { Length: > 0 } name])
        {
            throw Wrong($"\"{text}\" is not kind/name, such as template/build");
        }

        if (Words.TryGetValue(word, out var kind))
        {
            return new DefinitionName(kind, name);
        }

        throw word.ToUpperInvariant() switch
        {
            "WORKFLOW" or "WORKFLOWS" or "WF" => Wrong($"{text}: a run stays where it was started; what it was started from can be moved"),
            "CLUSTERWORKFLOWTEMPLATE" or "CLUSTER-TEMPLATE" or "CWFT" => Wrong($"{text}: a ClusterWorkflowTemplate belongs to no namespace, and so lies in no folder"),
            _ => Wrong($"{text}: there is no kind \"{word}\"; there are {string.Join(", ", Kinds.Select(WordOf))}{DidYouMean.Text(word, Words.Keys)}"),
        };
    }

    private static string WordOf(ResourceKind kind) => Words.First(word => word.Value == kind).Key;

    private static KreweException Wrong(string message) => new(KreweErrorCode.InvalidArgument, message);
}
