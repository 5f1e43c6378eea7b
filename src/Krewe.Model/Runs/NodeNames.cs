using System.Globalization;
using System.Text.Json;

namespace Krewe.Model.Runs;

/// <summary>
/// Names and IDs of nodes and pods, equal to Argo's to the byte: its UI and command line compute pod names from node data themselves.
/// </summary>
public static class NodeNames
{
    /// <summary>Annotation that pins a workflow's pod name version.</summary>
    public const string PodNameFormatAnnotation = "workflows.argoproj.io/pod-name-format";

    /// <summary>Name of the lifecycle hook that is an exit handler.</summary>
    public const string ExitHook = "exit";

    // A Kubernetes name has 253 characters; ten are for the hash and one for the dash before it.
    private const int LongestPodNamePrefix = 253 - 10 - 1;

    /// <summary>ID of the node called <paramref name="nodeName"/>; the root node's ID is the workflow's name.</summary>
    public static string NodeId(string workflowName, string nodeName) =>
        nodeName == workflowName ? workflowName : string.Create(CultureInfo.InvariantCulture, $"{workflowName}-{Fnv1a.Hash(nodeName)}");

    /// <summary>The same into <paramref name="room"/>; false where that is too small.</summary>
    public static bool TryNodeId(Span<char> room, string workflowName, ReadOnlySpan<char> nodeName, out int written) => nodeName.SequenceEqual(workflowName)
        ? room.TryWrite(CultureInfo.InvariantCulture, $"{workflowName}", out written)
        : room.TryWrite(CultureInfo.InvariantCulture, $"{workflowName}-{Fnv1a.Hash(nodeName)}", out written);

    /// <summary>Whether <paramref name="id"/> is the ID of the node called <paramref name="nodeName"/>.</summary>
    public static bool IsNodeId(string id, string workflowName, string nodeName) => nodeName == workflowName
        ? id == workflowName
        : id.Length > workflowName.Length && id[workflowName.Length] == '-' && id.StartsWith(workflowName, StringComparison.Ordinal)
            && uint.TryParse(id.AsSpan(workflowName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var hash) && hash == Fnv1a.Hash(nodeName)
            && id[workflowName.Length + 1] != '0';

    /// <summary>
    /// The same where other nodes of the run have that ID already: hashes of 32 bits of two names are equal once in some ten thousand nodes,
    /// and Argo takes the two for one. The first node of a run to be made has the ID that Argo gives it.
    /// </summary>
    /// <param name="workflowName">The workflow.</param>
    /// <param name="nodeName">The node.</param>
    /// <param name="others">How many others have the ID, up to 9.</param>
    public static string NodeId(string workflowName, string nodeName, int others)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(others, 9);
        var id = NodeId(workflowName, nodeName);
        return others == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}.{others}");
    }

    /// <summary>What an ID has behind the hash because others have the same; else nothing.</summary>
    public static string OthersOf(string nodeId)
    {
        ArgumentNullException.ThrowIfNull(nodeId);
        return nodeId.Length > 2 && nodeId[^2] == '.' && char.IsAsciiDigit(nodeId[^1]) ? nodeId[^2..] : "";
    }

    /// <summary>Name of a step group, <c>parent[index]</c>.</summary>
    public static string StepGroup(string stepsNode, int index) => string.Create(CultureInfo.InvariantCulture, $"{stepsNode}[{index}]");

    /// <summary>Name of a step in a group, <c>parent[index].step</c>.</summary>
    public static string Step(string stepGroupNode, string step) => $"{stepGroupNode}.{step}";

    /// <summary>Name of a DAG task, <c>parent.task</c>.</summary>
    public static string Task(string dagNode, string task) => $"{dagNode}.{task}";

    /// <summary>Name of one turn of a loop, <c>name(index:description)</c>.</summary>
    public static string LoopChild(string name, int index, JsonElement item) => LoopChild(name, index, LoopItem(item));

    /// <summary>The same where the item has been described (<see cref="LoopItem(JsonElement)"/>).</summary>
    public static string LoopChild(string name, int index, string description) => string.Create(CultureInfo.InvariantCulture, $"{name}({index}:{description})");

    /// <summary>The same into <paramref name="room"/>; false where that is too small.</summary>
    public static bool TryLoopChild(Span<char> room, string name, int index, ReadOnlySpan<char> description, out int written) =>
        room.TryWrite(CultureInfo.InvariantCulture, $"{name}({index}:{description})", out written);

    /// <summary>Name of an attempt, <c>name(attempt)</c>.</summary>
    public static string RetryChild(string name, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{name}({attempt})");

    /// <summary>Name of a container of a container set, <c>pod.container</c>.</summary>
    public static string ContainerSetMember(string podNode, string container) => $"{podNode}.{container}";

    /// <summary>Name of a node's exit handler.</summary>
    public static string ExitHandler(string node) => $"{node}.onExit";

    /// <summary>Name of a node's lifecycle hook; the hook <c>exit</c> is the exit handler.</summary>
    public static string Hook(string node, string hook) => hook == ExitHook ? ExitHandler(node) : $"{node}.hooks.{hook}";

    /// <summary>
    /// Name for display: without the enclosing template's name and the step group index.
    /// </summary>
    /// <param name="nodeName">Full name of the node.</param>
    /// <param name="boundaryName">Full name of the enclosing steps or DAG node; null for a node without one.</param>
    public static string Display(string nodeName, string? boundaryName)
    {
        if (boundaryName is null)
        {
            return nodeName;
        }

        var name = nodeName.StartsWith(boundaryName, StringComparison.Ordinal) ? nodeName[boundaryName.Length..] : nodeName;
        return WithoutGroupIndex(name) ?? (name.StartsWith('.') ? name[1..] : name);
    }

    /// <summary>The description of a loop item that goes into the name of its node.</summary>
    public static string LoopItem(JsonElement item)
    {
        var text = item.ValueKind switch
        {
            JsonValueKind.Object => string.Join(',', item.EnumerateObject().Select(pair => $"{pair.Name}:{GoText.Value(pair.Value)}").Order(StringComparer.Ordinal)),
            JsonValueKind.Array => GoText.List(item),
            _ => GoText.Value(item),
        };

        return WithoutParentheses(text);
    }

    /// <summary>The same of an item that is a text.</summary>
    public static string LoopItem(string item) => WithoutParentheses(GoText.Escape(item));

    // They would make the name of a loop's child look like that of an attempt.
    private static string WithoutParentheses(string text) => text.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);

    /// <summary>Name of a node's pod.</summary>
    public static string Pod(string workflowName, string nodeName, string? templateName, PodNameVersion version = PodNameVersion.V2)
    {
        if (version == PodNameVersion.V1)
        {
            return NodeId(workflowName, nodeName);
        }

        if (workflowName == nodeName)
        {
            return workflowName;
        }

        var prefix = string.IsNullOrEmpty(templateName) ? workflowName : $"{workflowName}-{templateName}";
        return $"{(prefix.Length > LongestPodNamePrefix ? prefix[..LongestPodNamePrefix] : prefix)}-{Fnv1a.HashText(nodeName)}";
    }

    /// <summary>Name of a node's pod in a workflow that may pin its version.</summary>
    public static string Pod(Workflow workflow, NodeStatus node) =>
        VersionOf(workflow) == PodNameVersion.V1
            ? node.Id
            : Pod(workflow.Metadata.Name ?? "", node.Name, node.TemplateRef?.Template ?? node.TemplateName) + (node.Name == workflow.Metadata.Name ? "" : OthersOf(node.Id));

    /// <summary>The pod name version that a workflow's annotation asks for.</summary>
    public static PodNameVersion VersionOf(Workflow workflow) =>
        workflow.Metadata.Annotations?.GetValueOrDefault(PodNameFormatAnnotation) == "v1" ? PodNameVersion.V1 : PodNameVersion.V2;

    /// <summary>Name of a workflow's agent pod, <c>workflow-hash-agent</c>.</summary>
    public static string AgentPod(string workflowName) => $"{NodeId(workflowName, "agent")}-agent";

    private static string? WithoutGroupIndex(string name)
    {
        if (!name.StartsWith('['))
        {
            return null;
        }

        var close = name.IndexOf("].", StringComparison.Ordinal);
        return close > 1 && name.AsSpan(1, close - 1).IndexOfAnyExceptInRange('0', '9') < 0 ? name[(close + 2)..] : null;
    }
}
