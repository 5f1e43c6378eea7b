namespace Krewe.Model;

/// <summary>As it is; a directory is stored as a tree.</summary>
public sealed record NoneStrategy;
