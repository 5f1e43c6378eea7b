namespace Krewe.Client;

/// <summary>Whether a server can be given work, and if not, why. It says nothing of any run.</summary>
public sealed record HealthReport
{
    /// <summary>Whether every check is good.</summary>
    public bool Ok { get; init; }

    /// <summary>The server's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What was looked at.</summary>
    public IReadOnlyList<HealthCheck> Checks { get; init; } = [];

    /// <summary>The report of some checks.</summary>
    public static HealthReport Of(DateTimeOffset time, params IReadOnlyList<HealthCheck> checks) => new() { Ok = checks.All(check => check.Ok), Time = time, Checks = checks };
}
