namespace Krewe.Model.Validation.Dag;

/// <summary>Puts the tasks of a DAG behind those they wait for.</summary>
internal static class DagOrder
{
    /// <summary>The tasks in order, or the reason why there is none.</summary>
    public static (IReadOnlyList<DagTask> Tasks, string? Error) Sort(IReadOnlyList<DagTask> tasks, DagTaskGraph graph)
    {
        var waitingFor = new Dictionary<string, int>(StringComparer.Ordinal);
        var followers = new Dictionary<string, List<DagTask>>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            if (!waitingFor.TryAdd(task.Name ?? "", graph.Dependencies(task.Name ?? "").Count))
            {
                return ([], $"duplicated nodeName {task.Name}");
            }

            followers[task.Name ?? ""] = [];
        }

        foreach (var task in tasks)
        {
            foreach (var dependency in graph.Dependencies(task.Name ?? "").Keys)
            {
                if (!followers.TryGetValue(dependency, out var list))
                {
                    return ([], $"invalid dependency {dependency}");
                }

                list.Add(task);
            }
        }

        var ordered = new List<DagTask>(tasks.Where(task => waitingFor[task.Name ?? ""] == 0));
        for (var at = 0; at < ordered.Count; at++)
        {
            ordered.AddRange(followers[ordered[at].Name ?? ""].Where(follower => --waitingFor[follower.Name ?? ""] == 0));
        }

        return ordered.Count < tasks.Count ? ([], "graph with cycle") : (ordered, null);
    }
}
