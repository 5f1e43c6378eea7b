namespace Krewe.Hosting;

/// <summary>What words of a filter mean that depend on who asks and when.</summary>
/// <param name="Now">The present moment.</param>
/// <param name="Me">What stands as the creator on runs of the one who asks; null when they have no name.</param>
internal sealed record FilterContext(DateTimeOffset Now, string? Me);
