using System.Collections.Frozen;

namespace Krewe.Expressions.Expr;

/// <summary>The operators, how tightly they bind, and which functions take predicates.</summary>
internal static class ExprOperators
{
    public const int UnaryNot = 50;
    public const int UnarySign = 90;

    public static readonly FrozenDictionary<string, int> Binary = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["|"] = 0,
        ["||"] = 10,
        ["or"] = 10,
        ["&&"] = 15,
        ["and"] = 15,
        ["=="] = 20,
        ["!="] = 20,
        ["<"] = 20,
        [">"] = 20,
        [">="] = 20,
        ["<="] = 20,
        ["in"] = 20,
        ["matches"] = 20,
        ["contains"] = 20,
        ["startsWith"] = 20,
        ["endsWith"] = 20,
        [".."] = 25,
        ["+"] = 30,
        ["-"] = 30,
        ["*"] = 60,
        ["/"] = 60,
        ["%"] = 60,
        ["**"] = 100,
        ["^"] = 100,
        ["??"] = 500,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenSet<string> Comparisons = new[] { "==", "!=", "<", ">", ">=", "<=" }.ToFrozenSet(StringComparer.Ordinal);

    public static readonly FrozenSet<string> Negatable = new[] { "in", "matches", "contains", "startsWith", "endsWith" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many arguments (the second is the predicate) such a function has: at least, at most; and whether the predicate may be left out.</summary>
    public static readonly FrozenDictionary<string, (int Min, int Max)> Predicates = new Dictionary<string, (int, int)>(StringComparer.Ordinal)
    {
        ["all"] = (2, 2),
        ["none"] = (2, 2),
        ["any"] = (2, 2),
        ["one"] = (2, 2),
        ["filter"] = (2, 2),
        ["map"] = (2, 2),
        ["count"] = (1, 2),
        ["sum"] = (1, 2),
        ["find"] = (2, 2),
        ["findIndex"] = (2, 2),
        ["findLast"] = (2, 2),
        ["findLastIndex"] = (2, 2),
        ["groupBy"] = (2, 2),
        ["sortBy"] = (2, 3),
        ["reduce"] = (2, 3),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsRightAssociative(string op) => op is "**" or "^";
}
