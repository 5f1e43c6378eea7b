using System.Text;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Crash.Tests.Campaign;

/// <summary>A run after its end, with what it left.</summary>
internal sealed class FinishedRun(Workflow workflow, IWorkflowService client)
{
    public Workflow Workflow { get; } = workflow;

    public string Name => Workflow.Metadata.Name!;

    public RunRef Ref => new(Namespaces.Default, Name, Workflow.Metadata.Uid);

    public IReadOnlyList<NodeStatus> Nodes { get; } = [.. (workflow.Status?.Nodes?.Values ?? [])];

    public IEnumerable<NodeStatus> Pods => Nodes.Where(node => node.Type == NodeType.Pod);

    /// <summary>The one node of a display name.</summary>
    public NodeStatus Node(string displayName) => Assert.Single(Nodes, node => node.DisplayName == displayName);

    /// <summary>Value of an output parameter of the one node of a display name.</summary>
    public string? Parameter(string displayName, string parameter) => Assert.Single(Node(displayName).Outputs?.Parameters ?? [], item => item.Name == parameter).Value;

    /// <summary>Content of an output artifact.</summary>
    public async Task<string> ArtifactAsync(string displayName, string artifact)
    {
        await using var content = await client.OpenArtifactAsync(new ArtifactRef(Ref, Node(displayName).Id, artifact));
        using var reader = new StreamReader(content.Stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Log lines of a node's main container.</summary>
    public async Task<IReadOnlyList<string>> LogAsync(NodeStatus node)
    {
        var lines = new List<string>();
        await foreach (var line in client.ReadLogsAsync(new LogQuery { Run = Ref, Node = node.Id }))
        {
            lines.Add(line.Content);
        }

        return lines;
    }
}
