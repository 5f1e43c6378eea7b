using Krewe.Model;

namespace Krewe.Engine;

/// <summary>One task of a DAG being executed.</summary>
internal sealed class DagTaskState(DagTask task, DependsLogic logic)
{
    public DagTask Task => task;

    public DependsLogic Logic => logic;

    public string Name => task.Name ?? "";

    /// <summary>Tasks that name this one in their condition.</summary>
    public List<DagTaskState> Dependents { get; } = [];

    /// <summary>Whether a target needs it.</summary>
    public bool Needed { get; set; }

    /// <summary>Tasks of its condition that are not done.</summary>
    public int Waiting { get; set; }

    public bool Started { get; set; }

    public bool Done { get; set; }

    /// <summary>Its own phase or, when it did not run, the one it inherits: Failed and Error win.</summary>
    public string BranchPhase { get; set; } = NodePhase.Succeeded;

    public LoopFrame? Loop { get; set; }

    public CallFrame? Call { get; set; }

    /// <summary>Names of all tasks before it, once asked for.</summary>
    public HashSet<string>? Ancestors { get; set; }

    public bool ContinuesOn(string phase) =>
        (phase == NodePhase.Error && task.ContinueOn?.Error == true) || (phase == NodePhase.Failed && task.ContinueOn?.Failed == true);
}
