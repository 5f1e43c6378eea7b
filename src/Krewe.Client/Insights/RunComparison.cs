namespace Krewe.Client;

/// <summary>What differs between two runs. What is the same in both is left out.</summary>
public sealed record RunComparison
{
    /// <summary>Most values of the definition that are told.</summary>
    public const int MostValues = 500;

    /// <summary>Most artifacts that are told.</summary>
    public const int MostArtifacts = 200;

    /// <summary>Most nodes of which it is told where their logs part.</summary>
    public const int MostLogs = 20;

    /// <summary>Most lines of a log that are looked at.</summary>
    public const int MostLogLines = 20_000;

    /// <summary>The first run.</summary>
    public required RunOverview Left { get; init; }

    /// <summary>The second run.</summary>
    public required RunOverview Right { get; init; }

    /// <summary>Arguments.</summary>
    public IReadOnlyList<ValueDifference> Parameters { get; init; } = [];

    /// <summary>Images of templates that ran, by template.</summary>
    public IReadOnlyList<ValueDifference> Images { get; init; } = [];

    /// <summary>The definition as it ran, arguments left out.</summary>
    public IReadOnlyList<ValueDifference> Definition { get; init; } = [];

    /// <summary>Whether more of the definition differs than is told.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Steps with another phase, number of nodes or attempts, and those whose duration differs by a fifth and a second at least.</summary>
    public IReadOnlyList<StepDifference> Steps { get; init; } = [];

    /// <summary>Output parameters of the run.</summary>
    public IReadOnlyList<ValueDifference> Outputs { get; init; } = [];

    /// <summary>Output artifacts of nodes, without logs that are kept as artifacts.</summary>
    public IReadOnlyList<ArtifactDifference> Artifacts { get; init; } = [];

    /// <summary>Whether more artifacts may differ than are told.</summary>
    public bool ArtifactsAreCut { get; init; }

    /// <summary>Where the logs part of nodes that went otherwise, in the order in which they began.</summary>
    public IReadOnlyList<LogDivergence> Logs { get; init; } = [];

    /// <summary>Whether logs of more nodes may part than are told.</summary>
    public bool LogsAreCut { get; init; }
}
