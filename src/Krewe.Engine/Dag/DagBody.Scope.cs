using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

internal sealed partial class DagBody
{
    private bool Satisfied(DagTaskState task) => task.Logic.Evaluate((name, result) => HasResult(_tasks[name], task, result));

    private bool HasResult(DagTaskState of, DagTaskState asking, string result)
    {
        var node = Work.NodeByName(NodeNames.Task(Name, of.Name));
        var phase = node?.Phase ?? "";
        return result switch
        {
            "" => phase is NodePhase.Succeeded or NodePhase.Skipped || node?.Daemoned == true
                || (asking.Task.Dependencies is { Count: > 0 } && of.ContinuesOn(phase)),
            "Succeeded" => phase == NodePhase.Succeeded,
            "Failed" => phase == NodePhase.Failed,
            "Errored" => phase == NodePhase.Error,
            "Skipped" => phase == NodePhase.Skipped,
            "Omitted" => phase == NodePhase.Omitted,
            "Daemoned" => node is { Daemoned: true } && phase != NodePhase.Pending,
            "AnySucceeded" => of.Loop is { } loop ? loop.Succeeded > 0 : Turns(node).Any(n => n.Phase == NodePhase.Succeeded),
            "AllFailed" => of.Loop is { } loop ? loop.Failed == loop.Count : node is { Type: NodeType.TaskGroup, Children.Count: > 0 } && node.Children.All(id => State.Node(id) is { } turn && (turn.Hooked || turn.Phase == NodePhase.Failed)),
            _ => false,
        };
    }

    private IEnumerable<RunNode> Turns(RunNode? group) =>
        group is { Type: NodeType.TaskGroup } ? group.Children.Select(State.Node).OfType<RunNode>().Where(n => n.BoundaryId == Id && !n.Hooked) : [];

    protected override Producer? Find(string name, string? reader)
    {
        if (!_tasks.TryGetValue(name, out var task) || !task.Done || (reader is not null && !IsAncestor(name, reader)))
        {
            return null;
        }

        if (_producers.TryGetValue(name, out var known))
        {
            return known;
        }

        if (Work.NodeByName(NodeNames.Task(Name, name)) is not { } node)
        {
            return null;
        }

        var template = Work.TryResolve(Source, task.Task.Template, task.Task.TemplateRef, task.Task.Inline, name);
        var producer = node.Type == NodeType.TaskGroup
            ? Producer.Loop(node, task.Loop?.Turns(succeededOnly: true) ?? Turns(node).Where(n => n.Phase == NodePhase.Succeeded).ToList(), template)
            : Producer.Single(State, node, template);
        return _producers[name] = producer;
    }

    protected override IEnumerable<string> Visible(string? reader) => _tasks.Values.Where(t => t.Done && (reader is null || IsAncestor(t.Name, reader))).Select(t => t.Name);

    private bool IsAncestor(string name, string reader) => _tasks.TryGetValue(reader, out var task) && AncestorsOf(task).Contains(name);

    private HashSet<string> AncestorsOf(DagTaskState task)
    {
        if (task.Ancestors is { } known)
        {
            return known;
        }

        var all = new HashSet<string>();
        var open = new Stack<string>(task.Logic.Tasks);
        while (open.TryPop(out var name))
        {
            if (all.Add(name))
            {
                foreach (var upper in _tasks[name].Logic.Tasks)
                {
                    open.Push(upper);
                }
            }
        }

        return task.Ancestors = all;
    }
}
