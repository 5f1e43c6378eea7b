using Krewe.Model;

namespace Krewe.Executors;

/// <summary>What an executor says of a node's work. Reports of one attempt come in order; the last has a completed phase.</summary>
public sealed record NodeReport
{
    /// <summary>Which attempt reports.</summary>
    public required NodeWorkId Id { get; init; }

    /// <summary>One of <see cref="NodePhase"/>: Pending, Running, Succeeded, Failed or Error.</summary>
    public required string Phase { get; init; }

    /// <summary>Why, in Argo's words where a client may read it (<c>main: Error (exit code 1)</c>).</summary>
    public string? Message { get; init; }

    /// <summary>For a daemon: its work is up and serving.</summary>
    public bool Ready { get; init; }

    /// <summary>Address of a daemon.</summary>
    public string? PodIP { get; init; }

    /// <summary>Machine that does the work.</summary>
    public string? HostNodeName { get; init; }

    /// <summary>Self-reported progress, <c>N/M</c>.</summary>
    public string? Progress { get; init; }

    /// <summary>Values, artifact locations, result and exit code; set on a completed phase as far as they could be had.</summary>
    public Outputs? Outputs { get; init; }

    /// <summary>State of each container of a container set, by container name.</summary>
    public IReadOnlyDictionary<string, ContainerReport> Containers { get; init; } = new Dictionary<string, ContainerReport>();

    /// <summary>The work was lost through no fault of the program (machine gone, supervisor killed): it may be started again.</summary>
    public bool InfrastructureFault { get; init; }

    /// <summary>
    /// Whether the report may be held some milliseconds to go with others: its executor has more work than it can do at once, so
    /// nothing that the report lets begin would begin sooner.
    /// </summary>
    public bool MayWait { get; init; }

    /// <summary>When the work itself began, if known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the work itself ended, if it has.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
