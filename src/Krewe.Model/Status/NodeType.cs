namespace Krewe.Model;

/// <summary>Types of node (Argo <c>NodeType</c>).</summary>
public static class NodeType
{
    public const string Pod = "Pod";
    public const string Container = "Container";
    public const string Steps = "Steps";
    public const string StepGroup = "StepGroup";
    public const string Dag = "DAG";
    public const string TaskGroup = "TaskGroup";
    public const string Retry = "Retry";
    public const string Skipped = "Skipped";
    public const string Suspend = "Suspend";
    public const string Http = "HTTP";
    public const string Plugin = "Plugin";

    /// <summary>A child run (an addition of Krewe's).</summary>
    public const string Workflow = "Workflow";

    /// <summary>Whether nodes of the type are work that an executor does.</summary>
    public static bool IsWork(string type) => type is Pod or Http or Plugin or Workflow;
}
