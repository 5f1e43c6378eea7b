namespace Krewe.Storage;

/// <summary>Identity of a memoized result.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Cache">The cache's name (a config map in Argo).</param>
/// <param name="Key">The key in it.</param>
public readonly record struct MemoKey(string Namespace, string Cache, string Key);
