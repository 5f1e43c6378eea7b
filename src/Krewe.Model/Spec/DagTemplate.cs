namespace Krewe.Model;

/// <summary>A graph of tasks.</summary>
public sealed record DagTemplate
{
    /// <summary>Space-separated names of the tasks that decide the outcome; default: all leaves.</summary>
    public string? Target { get; init; }
    public IReadOnlyList<DagTask>? Tasks { get; init; }
    public bool? FailFast { get; init; }
}
