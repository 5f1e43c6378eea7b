using Krewe.Model;

namespace Krewe.Client;

/// <summary>Builds a template whose tasks run as soon as what they wait for has ended.</summary>
public sealed class DagBuilder
{
    private readonly List<CallBuilder> _tasks = [];
    private bool? _failFast;
    private string? _target;

    internal DagBuilder()
    {
    }

    internal DagTemplate Dag => new() { Tasks = [.. _tasks.Select(task => task.ToTask(_tasks.Exists(any => any.HasExpression)))], FailFast = _failFast, Target = _target };

    /// <summary>A task. It calls the template of its own name unless told otherwise.</summary>
    public DagBuilder Task(string name, Action<CallBuilder>? configure = null)
    {
        var call = new CallBuilder(name);
        configure?.Invoke(call);
        _tasks.Add(call);
        return this;
    }

    /// <summary>Lets the other branches run to their end when a task has failed.</summary>
    public DagBuilder RunAllBranches()
    {
        _failFast = false;
        return this;
    }

    /// <summary>The tasks that decide the outcome; by default those that none waits for.</summary>
    public DagBuilder Target(params IReadOnlyList<string> tasks)
    {
        _target = string.Join(' ', tasks);
        return this;
    }
}
