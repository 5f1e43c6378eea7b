namespace Krewe.Model;

/// <summary>Marks a value that a user supplies through resume or set.</summary>
public sealed record SuppliedValueFrom;
