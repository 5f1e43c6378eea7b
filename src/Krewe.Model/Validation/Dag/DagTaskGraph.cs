using Krewe.Model.Manifests;

namespace Krewe.Model.Validation.Dag;

/// <summary>Who waits for whom in a DAG template. Answers are kept, so asking again is cheap; not thread-safe.</summary>
public sealed class DagTaskGraph
{
    private static readonly HashSet<string> Results = new(StringComparer.Ordinal)
    {
        "Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned", "AnySucceeded", "AllFailed",
    };

    private readonly Dictionary<string, DagTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, DependencyKind>> _dependencies = new(StringComparer.Ordinal);

    /// <summary>A graph of tasks; of two with one name the later counts.</summary>
    public DagTaskGraph(IEnumerable<DagTask> tasks)
    {
        foreach (var task in tasks)
        {
            _tasks[task.Name ?? ""] = task;
        }
    }

    /// <summary>The task of that name, or null.</summary>
    public DagTask? Find(string name) => _tasks.GetValueOrDefault(name);

    /// <summary>The tasks that a task names in <c>depends</c> or <c>dependencies</c>, in the order of the names.</summary>
    public IReadOnlyDictionary<string, DependencyKind> Dependencies(string name)
    {
        if (!_dependencies.TryGetValue(name, out var known))
        {
            known = Find(name) is { } task ? DependenciesOf(task) : new Dictionary<string, DependencyKind>(StringComparer.Ordinal);
            _dependencies[name] = known;
        }

        return known;
    }

    /// <summary>The condition of a task with every bare task name written out; empty for a task that waits for none.</summary>
    public string Condition(DagTask task)
    {
        var depends = DependsLogic(task);
        foreach (var operand in DependsOperand.In(depends).Reverse().Where(operand => operand.Result is null))
        {
            depends = string.Concat(depends.AsSpan(0, operand.Start), Expand(operand.Task), depends.AsSpan(operand.Start + operand.Length));
        }

        return depends;
    }

    /// <summary>The condition as written, or what the list of dependencies stands for.</summary>
    public string DependsLogic(DagTask task) => !string.IsNullOrEmpty(task.Depends)
        ? task.Depends
        : string.Join(" && ", (task.Dependencies ?? []).Select(Expand));

    /// <summary>All tasks that a task directly or indirectly waits for, each after those it waits for itself.</summary>
    public IReadOnlyList<string> Ancestry(string name)
    {
        var ancestors = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Visit(name);
        ancestors.Remove(name);
        return ancestors;

        void Visit(string task)
        {
            if (!seen.Add(task))
            {
                return;
            }

            foreach (var dependency in Dependencies(task).Keys)
            {
                Visit(dependency);
            }

            ancestors.Add(task);
        }
    }

    /// <summary>Why a task's <c>depends</c> asks for a result that there is not, or null when all are known.</summary>
    public static string? UnknownResult(DagTask task) => DependsOperand.In(task.Depends ?? "")
        .FirstOrDefault(operand => operand.Result is not null && !Results.Contains(operand.Result)) is { } unknown
            ? $"task result '{unknown.Result}' for task '{unknown.Task}' is invalid{Suggestion.Text(unknown.Result!, Results)}"
            : null;

    private SortedDictionary<string, DependencyKind> DependenciesOf(DagTask task)
    {
        var dependencies = new SortedDictionary<string, DependencyKind>(StringComparer.Ordinal);
        foreach (var operand in DependsOperand.In(DependsLogic(task)))
        {
            if (operand.Result is null)
            {
                dependencies[operand.Task] = DependencyKind.Task;
            }
            else if (operand.Result is "AnySucceeded" or "AllFailed")
            {
                dependencies[operand.Task] = DependencyKind.Items;
            }
            else
            {
                dependencies.TryAdd(operand.Task, DependencyKind.Task);
            }
        }

        return dependencies;
    }

    private string Expand(string name)
    {
        var continueOn = Find(name)?.ContinueOn;
        var condition = $"{name}.Succeeded || {name}.Skipped || {name}.Daemoned"
            + (continueOn?.Error == true ? $" || {name}.Errored" : "")
            + (continueOn?.Failed == true ? $" || {name}.Failed" : "");
        return $"({condition})";
    }
}
