namespace Krewe.Client;

/// <summary>What is known of a token besides its text.</summary>
public sealed record ServiceToken
{
    /// <summary>Name, unique; it stands as the creator on what the token makes.</summary>
    public required string Name { get; init; }

    /// <summary>What its holder may do.</summary>
    public required AccessRole Role { get; init; }

    /// <summary>Where; null for everywhere.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>In which folders of them, each with all that lies below it; null for whole namespaces.</summary>
    public IReadOnlyList<string>? Folders { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
