namespace Krewe.Expressions.JsonPath;

/// <summary>A step of a path: from a value to those below it.</summary>
internal abstract record PathStep;

/// <summary>Members by name (several for a union).</summary>
internal sealed record NameStep(IReadOnlyList<string> Names) : PathStep;

/// <summary>Elements by place (several for a union).</summary>
internal sealed record IndexStep(IReadOnlyList<long> Indices) : PathStep;

internal sealed record SliceStep(long? From, long? To, long Step) : PathStep;

internal sealed record WildcardStep : PathStep;

/// <summary>The value itself and all below it.</summary>
internal sealed record DescendStep : PathStep;

internal sealed record FilterStep(PathFilter Filter) : PathStep;
