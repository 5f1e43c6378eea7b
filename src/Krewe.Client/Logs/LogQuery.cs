namespace Krewe.Client;

/// <summary>Which log lines.</summary>
public sealed record LogQuery
{
    /// <summary>Whose.</summary>
    public required RunRef Run { get; init; }

    /// <summary>Only of the node with this pod name, node ID, name or display name.</summary>
    public string? Node { get; init; }

    /// <summary>Container of the step.</summary>
    public string Container { get; init; } = "main";

    /// <summary>Go on while the run goes on.</summary>
    public bool Follow { get; init; }

    /// <summary>Only the last lines of each node.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only lines written at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines that this regular expression matches; an invalid one is InvalidArgument.</summary>
    public string? Grep { get; init; }

    /// <summary>Only nodes whose pod has these labels.</summary>
    public string? Selector { get; init; }
}
