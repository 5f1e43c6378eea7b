namespace Krewe.Expressions.Filters;

/// <summary>One term of a filter: <c>key:value,value</c>, or a value alone.</summary>
/// <param name="Key">The key up to its first point; empty for a value alone.</param>
/// <param name="Part">What follows the key's first point, such as the name of an argument; null without one.</param>
/// <param name="IsNegated">Whether the contrary is asked for.</param>
/// <param name="Values">The values, of which one must fit; at least one.</param>
/// <param name="Offset">Where the key begins in the filter.</param>
public sealed record FilterTerm(string Key, string? Part, bool IsNegated, IReadOnlyList<FilterValue> Values, int Offset);
