namespace Krewe.Model;

/// <summary>A zip file.</summary>
public sealed record ZipStrategy;
