namespace Krewe.Client;

/// <summary>A value that differs between two runs.</summary>
public sealed record ValueDifference
{
    /// <summary>What it is: the name of a parameter, the template of an image, or a path such as <c>templates[build].container.image</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The first run's; null when it has none.</summary>
    public string? Left { get; init; }

    /// <summary>The second run's; null when it has none.</summary>
    public string? Right { get; init; }
}
