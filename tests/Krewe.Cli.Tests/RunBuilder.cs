using Krewe.Cli.Tests.Fakes;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Cli.Tests;

/// <summary>Builds a run with nodes as an engine would leave them.</summary>
internal sealed class RunBuilder(string name)
{
    private readonly Dictionary<string, NodeStatus> _nodes = new(StringComparer.Ordinal);

    public static DateTimeOffset Start => FakeWorkflowService.Created;

    public string Phase { get; init; } = WorkflowPhase.Succeeded;

    public RunBuilder Node(
        string path, string type, string phase = NodePhase.Succeeded, string? within = null, string? template = null, int at = 0, int? took = 2, string[]? children = null, string? message = null, bool hooked = false)
    {
        var boundary = within is null ? null : within == "" ? name : name + within;
        var nodeName = name + path;
        _nodes[Id(path)] = new NodeStatus
        {
            Id = Id(path),
            Name = nodeName,
            DisplayName = type == NodeType.StepGroup ? path[path.LastIndexOf('[')..] : NodeNames.Display(nodeName, boundary),
            Type = type,
            Phase = phase,
            TemplateName = template,
            BoundaryID = boundary is null ? null : NodeNames.NodeId(name, boundary),
            StartedAt = Start.AddSeconds(at),
            FinishedAt = took is { } seconds && NodePhase.IsCompleted(phase) ? Start.AddSeconds(at + seconds) : null,
            Children = children?.Select(Id).ToList(),
            Message = message,
            NodeFlag = hooked ? new NodeFlag { Hooked = true } : null,
        };
        return this;
    }

    public Workflow Build(Func<Workflow, Workflow>? change = null)
    {
        var workflow = new Workflow
        {
            Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = "uid-" + name, CreationTimestamp = Start },
            Spec = new WorkflowSpec { Entrypoint = "main" },
            Status = new WorkflowStatus
            {
                Phase = Phase,
                StartedAt = Start,
                FinishedAt = WorkflowPhase.IsCompleted(Phase) ? Start.AddSeconds(65) : null,
                Progress = "2/3",
                Nodes = _nodes,
            },
        };
        return change is null ? workflow : change(workflow);
    }

    public string Id(string path) => NodeNames.NodeId(name, name + path);
}
