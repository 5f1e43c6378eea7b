namespace Krewe.Client;

/// <summary>What to set on suspended nodes.</summary>
public sealed record SetNodeOptions
{
    /// <summary>Which nodes; required by the engine when there is more than one.</summary>
    public string? NodeFieldSelector { get; init; }

    /// <summary>New phase, if any.</summary>
    public string? Phase { get; init; }

    /// <summary>Message to add, if any.</summary>
    public string? Message { get; init; }

    /// <summary>Values of supplied output parameters, by name.</summary>
    public IReadOnlyDictionary<string, string>? OutputParameters { get; init; }
}
