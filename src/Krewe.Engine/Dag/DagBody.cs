using Krewe.Expressions;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>
/// A graph of tasks. Each task counts the tasks it waits for; a completion costs one decrement a dependent, never a walk.
/// </summary>
/// <remarks>
/// Every task whose condition holds is run, also after a failure elsewhere and whatever the DAG's <c>failFast</c> says: Argo
/// (dag.go, <c>executeDAG</c>) goes through all targets before it assesses the phase, and is running while any node is. There
/// <c>failFast</c> only decides which of several failed targets names the phase, and so it does here. The template's
/// <c>failFast</c> is another thing: it starts nothing more once a child has failed.
/// </remarks>
internal sealed partial class DagBody(RunWork work, Invocation invocation) : CompositeBody(work, invocation)
{
    private readonly Dictionary<string, DagTaskState> _tasks = [];
    private readonly Dictionary<string, Producer> _producers = [];
    private readonly Queue<DagTaskState> _ready = new();
    private readonly List<DagTaskState> _targets = [];
    private int _needed;
    private int _doneCount;
    private int _running;

    public override string Kind => "tasks";

    private bool FailFast => Template.Dag!.FailFast != false;

    public override void Start(bool resumed)
    {
        if (!resumed)
        {
            Invocation.Add(NodeType.Dag, NodePhase.Running);
        }

        Open();
        BuildGraph();
    }

    public override void Advance()
    {
        while (_ready.TryDequeue(out var task))
        {
            if (!task.Started)
            {
                StartTask(task);
            }
        }

        if (FailsFast())
        {
            EndGroups();
            Finish(NodePhase.Failed, FailFastMessage, outbound: TargetOutbounds());
        }
        else if (Work.HaltMessage(OnExit) is not null && _running == 0)
        {
            Complete(NodePhase.Failed);
        }
        else if (_doneCount == _needed)
        {
            Complete(TargetPhase());
        }
    }

    public override string? StartErrorOf(Invocation invocation) => invocation.StartError is { } error && !error.StartsWith(Invocation.TooDeep, StringComparison.Ordinal)
        ? $"task '{invocation.Name}' errored: {error}"
        : null;

    public override void CallDone(CallFrame call)
    {
        var task = _tasks[call.Call.Name];
        _running--;
        Complete(task, call.Phase, State.Node(call.NodeId)?.IsCompleted == true);
    }

    public override void LoopDone(LoopFrame loop)
    {
        var task = _tasks[loop.Call.Name];
        _running--;
        Complete(task, loop.Phase, completed: true);
    }

    private void BuildGraph()
    {
        foreach (var task in Template.Dag!.Tasks ?? [])
        {
            _tasks[task.Name ?? ""] = new DagTaskState(task, DependsLogic.Of(task));
        }

        var leaves = new HashSet<string>(_tasks.Keys);
        foreach (var task in _tasks.Values)
        {
            foreach (var name in task.Logic.Tasks)
            {
                if (!_tasks.TryGetValue(name, out var upper))
                {
                    throw new UserErrorException($"task '{task.Name}': dependency '{name}' is not defined");
                }

                upper.Dependents.Add(task);
                task.Waiting++;
                leaves.Remove(name);
            }
        }

        IEnumerable<string> targets = string.IsNullOrWhiteSpace(Template.Dag.Target)
            ? leaves.Order(StringComparer.Ordinal)
            : Template.Dag.Target.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in targets)
        {
            _targets.Add(_tasks.TryGetValue(name, out var target) ? target : throw new UserErrorException($"target '{name}' is not defined"));
        }

        MarkNeeded();
        foreach (var task in _tasks.Values.Where(t => t.Needed))
        {
            _needed++;
            if (task.Waiting == 0)
            {
                _ready.Enqueue(task);
            }
        }

        if (_tasks.Count > 0 && _targets.Count == 0)
        {
            throw new UserErrorException("the tasks depend on each other in a circle");
        }
    }

    private void MarkNeeded()
    {
        var open = new Stack<DagTaskState>(_targets);
        while (open.TryPop(out var task))
        {
            if (!task.Needed)
            {
                task.Needed = true;
                foreach (var name in task.Logic.Tasks)
                {
                    open.Push(_tasks[name]);
                }
            }
        }
    }

    private void StartTask(DagTaskState task)
    {
        var nodeName = NodeNames.Task(Name, task.Name);
        var existing = Work.NodeByName(nodeName);
        var exists = existing is not null;
        if (!exists && Work.HaltMessage(OnExit) is not null)
        {
            return;
        }

        task.Started = true;
        if (existing is { IsFulfilled: true, Type: NodeType.Skipped or NodeType.TaskGroup } && task.Task.Hooks is null && string.IsNullOrEmpty(task.Task.OnExit))
        {
            Complete(task, existing.Phase, existing.IsCompleted);
            return;
        }

        _running++;
        var parents = Parents(task);
        var call = Call.Of(task.Task);
        try
        {
            if (!exists && !Satisfied(task))
            {
                Skip(call, nodeName, parents, NodePhase.Omitted, "omitted: depends condition not met");
                _running--;
                Complete(task, NodePhase.Omitted, completed: false);
                return;
            }

            (task.Call, task.Loop) = MakeFrames(call, nodeName, ScopeFor(task.Name), parents, loopHasNode: true);
            Work.Enqueue(task.Call is not null ? task.Call : task.Loop!);
        }
        catch (Exception e) when (e is ExpressionException or UserErrorException)
        {
            if (!exists)
            {
                Skip(call, nodeName, parents, NodePhase.Error, e.Message);
            }

            _running--;
            Complete(task, NodePhase.Error, completed: true);
        }
    }

    private void Skip(Call call, string nodeName, IReadOnlyList<string> parents, string phase, string message) => Work.Emit(new NodeAdded
    {
        Name = nodeName,
        Type = NodeType.Skipped,
        Phase = phase,
        At = Work.Now,
        Message = message,
        Parents = parents,
        Boundary = Id,
        Template = call.TemplateRef is null ? call.Template : null,
        TemplateRef = call.TemplateRef,
        TemplateScope = Source.IsLocal ? null : Source.Text,
    });

    // A task hangs on the last nodes of all tasks it waited for.
    private IReadOnlyList<string> Parents(DagTaskState task)
    {
        if (task.Logic.Tasks.Count == 0)
        {
            return [Id];
        }

        var parents = new List<string>();
        foreach (var name in task.Logic.Tasks)
        {
            parents.AddRange(Outbounds.Of(State, Work.IdOf(NodeNames.Task(Name, name))));
        }

        return parents.Distinct().ToList();
    }

    private void Complete(DagTaskState task, string phase, bool completed)
    {
        if (task.Done)
        {
            return;
        }

        task.Done = true;
        _doneCount++;
        task.BranchPhase = completed ? phase : InheritedPhase(task);
        foreach (var dependent in task.Dependents)
        {
            if (--dependent.Waiting == 0 && dependent.Needed)
            {
                _ready.Enqueue(dependent);
            }
        }

        Work.Enqueue(Invocation);
    }

    private string InheritedPhase(DagTaskState task)
    {
        var phase = NodePhase.Succeeded;
        foreach (var name in task.Logic.Tasks)
        {
            if (_tasks[name].BranchPhase is NodePhase.Failed or NodePhase.Error)
            {
                phase = _tasks[name].BranchPhase;
            }
        }

        return phase;
    }

    private string TargetPhase()
    {
        var result = NodePhase.Succeeded;
        foreach (var target in _targets)
        {
            if (target.Done && target.BranchPhase is NodePhase.Failed or NodePhase.Error && !target.ContinuesOn(target.BranchPhase))
            {
                result = target.BranchPhase;
                if (FailFast)
                {
                    break;
                }
            }
        }

        return result;
    }

    private void Complete(string phase)
    {
        Outputs? outputs = null;
        if (phase == NodePhase.Succeeded)
        {
            outputs = ResolveOutputs();
        }

        Finish(phase, outputs: outputs, outbound: TargetOutbounds());
    }

    private List<string> TargetOutbounds()
    {
        var outbound = new List<string>();
        foreach (var target in _targets)
        {
            outbound.AddRange(Outbounds.Of(State, Work.IdOf(NodeNames.Task(Name, target.Name))));
        }

        return outbound;
    }
}
