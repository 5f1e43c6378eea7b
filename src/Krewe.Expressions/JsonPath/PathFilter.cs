namespace Krewe.Expressions.JsonPath;

/// <summary>The condition of <c>[?(…)]</c>.</summary>
internal abstract record PathFilter;

internal sealed record LiteralFilter(object? Value) : PathFilter;

/// <summary>A path from the element (<c>@</c>) or the root (<c>$</c>).</summary>
internal sealed record OperandFilter(bool FromRoot, IReadOnlyList<PathStep> Steps) : PathFilter;

internal sealed record CompareFilter(string Operator, PathFilter Left, PathFilter Right) : PathFilter;

internal sealed record LogicFilter(bool And, PathFilter Left, PathFilter Right) : PathFilter;

internal sealed record NotFilter(PathFilter Inner) : PathFilter;
