namespace Krewe.Engine;

/// <summary>One sample of a custom metric.</summary>
public sealed record MetricSample
{
    /// <summary>Name without prefix.</summary>
    public required string Name { get; init; }

    /// <summary>Help text.</summary>
    public required string Help { get; init; }

    /// <summary><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</summary>
    public required string Type { get; init; }

    /// <summary>For a gauge: Set, Add or Sub.</summary>
    public string Operation { get; init; } = "Set";

    /// <summary>Value. For a realtime gauge: value at the moment of the effect.</summary>
    public required double Value { get; init; }

    /// <summary>A gauge that goes on growing by one each second while node or run lives.</summary>
    public bool Realtime { get; init; }

    /// <summary>Since when a realtime gauge grows; null: it grows no more, and <see cref="Value"/> is its last value.</summary>
    public DateTimeOffset? GrowsSince { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Buckets of a histogram.</summary>
    public IReadOnlyList<double> Buckets { get; init; } = [];
}
