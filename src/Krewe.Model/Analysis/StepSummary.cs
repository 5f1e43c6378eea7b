using System.Text.Json.Serialization;

namespace Krewe.Model.Analysis;

/// <summary>What became of one step of a run, all items of its loop and all attempts together. Written once for each run that ends, so its names are short.</summary>
public sealed record StepSummary
{
    /// <summary>Its <see cref="StepPath"/>.</summary>
    [JsonPropertyName("s")]
    public required string Path { get; init; }

    /// <summary>Type of its nodes, one of <see cref="NodeType"/>.</summary>
    [JsonPropertyName("y")]
    public required string Type { get; init; }

    /// <summary>Phase of all of them, as <see cref="PhaseTally.Of"/> sees it.</summary>
    [JsonPropertyName("p")]
    public required string Phase { get; init; }

    /// <summary>Name of its template.</summary>
    [JsonPropertyName("t")]
    public string? Template { get; init; }

    /// <summary>When the first of them began.</summary>
    [JsonPropertyName("b")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Milliseconds from the first begin to the last end; null while one goes on or when none began.</summary>
    [JsonPropertyName("d")]
    public long? Milliseconds { get; init; }

    /// <summary>How many nodes there are: one, or as many as its loop has items.</summary>
    [JsonPropertyName("n")]
    public int Count { get; init; } = 1;

    /// <summary>How many of them went wrong in the end.</summary>
    [JsonPropertyName("f")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Failed { get; init; }

    /// <summary>How many attempts there were beyond the first ones.</summary>
    [JsonPropertyName("r")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Retries { get; init; }

    /// <summary>Message of the first of those that went wrong, cut short.</summary>
    [JsonPropertyName("m")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }
}
