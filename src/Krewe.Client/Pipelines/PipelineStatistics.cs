namespace Krewe.Client;

/// <summary>How a pipeline's newest runs went.</summary>
public sealed record PipelineStatistics
{
    /// <summary>How many runs were looked at.</summary>
    public required int Runs { get; init; }

    /// <summary>How many of them succeeded.</summary>
    public required int Succeeded { get; init; }

    /// <summary>How many failed, or ended in error.</summary>
    public required int Failed { get; init; }

    /// <summary>Share of those that ended which succeeded, 0 to 1; null when none ended.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Median duration of those that succeeded.</summary>
    public long? MedianMilliseconds { get; init; }

    /// <summary>Duration that 95 of 100 of those that succeeded did not exceed.</summary>
    public long? P95Milliseconds { get; init; }

    /// <summary>How much longer the median of the newer half is than that of the older one: 0.1 is 10 % longer. Null below four successes.</summary>
    public double? DurationTrend { get; init; }

    /// <summary>The last five ended runs in one word: <c>Sunny</c> (all succeeded), <c>PartlyCloudy</c>, <c>Cloudy</c>, <c>Rainy</c>, <c>Stormy</c> (none or one did), <c>Unknown</c> (none ended).</summary>
    public required string Weather { get; init; }
}
