using System.Collections.Frozen;
using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Sprig;

/// <summary>The generic functions of sprig, as the map that expressions know as <c>sprig</c>. What reads the host's environment is left out.</summary>
internal static class SprigFunctions
{
    public static readonly IReadOnlyDictionary<string, object?> All = Make();

    private static FrozenDictionary<string, object?> Make()
    {
        var table = new FunctionTable();
        SprigText.AddTo(table);
        SprigNumbers.AddTo(table);
        SprigLists.AddTo(table);
        SprigMaps.AddTo(table);
        SprigDates.AddTo(table);
        SprigCodecs.AddTo(table);
        SprigPaths.AddTo(table);
        SprigLogic.AddTo(table);
        return table.Functions.ToFrozenDictionary(f => f.Key, f => (object?)f.Value, StringComparer.Ordinal);
    }
}
