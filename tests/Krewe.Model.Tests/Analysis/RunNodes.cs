namespace Krewe.Model.Tests.Analysis;

/// <summary>Makes nodes of runs called <c>run</c>.</summary>
internal static class RunNodes
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A node; its ID is its name, and the seconds count from <see cref="Start"/>.</summary>
    public static NodeStatus Node(string name, string phase, int from = 0, int? to = null, string type = NodeType.Pod, string? boundary = null, params string[] children) => new()
    {
        Id = name,
        Name = name,
        DisplayName = name[(name.LastIndexOf('.') + 1)..],
        Type = type,
        Phase = phase,
        BoundaryID = boundary,
        StartedAt = Start.AddSeconds(from),
        FinishedAt = NodePhase.IsCompleted(phase) ? Start.AddSeconds(to ?? from + 1) : null,
        Children = children.Length == 0 ? null : children,
    };

    public static NodeStatus Attempt(string name, string phase, int from = 0, int? to = null, string? boundary = null) =>
        Node(name, phase, from, to, boundary: boundary) with { NodeFlag = new NodeFlag { Retried = true } };
}
