namespace Krewe.Client;

/// <summary>Make a token.</summary>
public sealed record CreateTokenRequest
{
    /// <summary>Its name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 63.</summary>
    public string Name { get; init; } = "";

    /// <summary>What its holder may do.</summary>
    public AccessRole Role { get; init; }

    /// <summary>Where; null or empty for everywhere.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>In which folders of them, each with all that lies below it; null or empty for whole namespaces.</summary>
    public IReadOnlyList<string>? Folders { get; init; }

    /// <summary>Seconds until it ends; null for never.</summary>
    public long? LifetimeSeconds { get; init; }
}
