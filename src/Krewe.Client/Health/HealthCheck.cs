namespace Krewe.Client;

/// <summary>One thing that a server was asked about itself.</summary>
/// <param name="Name">What: <c>store</c>, <c>committer</c>, <c>silo</c>, <c>executor</c>; <c>engine</c> when it says nothing at all.</param>
/// <param name="Ok">Whether it is as it should be.</param>
/// <param name="Message">What is wrong, in words that anybody may read: no addresses, no paths.</param>
public sealed record HealthCheck(string Name, bool Ok, string? Message = null);
