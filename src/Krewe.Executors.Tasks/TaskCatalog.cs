namespace Krewe.Executors.Tasks;

/// <summary>The tasks that this engine has.</summary>
public sealed class TaskCatalog
{
    private readonly Dictionary<string, TaskDefinition> _tasks = new(StringComparer.Ordinal);

    /// <summary>A catalog of these tasks.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public TaskCatalog(IEnumerable<TaskDefinition> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        foreach (var task in tasks)
        {
            if (!_tasks.TryAdd(task.Name, task))
            {
                throw new ArgumentException($"task '{task.Name}' is registered twice", nameof(tasks));
            }
        }
    }

    internal TaskDefinition Get(string name) => _tasks.GetValueOrDefault(name) ?? throw new TaskFault(
        _tasks.Count == 0
            ? $"no task '{name}' is registered: this engine has no tasks (a host that embeds it registers them with AddTask)"
            : $"no task '{name}' is registered; registered are: {string.Join(", ", _tasks.Keys.Order(StringComparer.Ordinal))}");
}
