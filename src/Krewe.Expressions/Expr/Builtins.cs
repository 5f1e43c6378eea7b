using System.Collections.Frozen;

namespace Krewe.Expressions.Expr;

/// <summary>The functions of the language itself, but those with predicates.</summary>
internal static class Builtins
{
    public static readonly FrozenDictionary<string, ExpressionFunction> All = Make();

    private static FrozenDictionary<string, ExpressionFunction> Make()
    {
        var table = new FunctionTable();
        TextBuiltins.AddTo(table);
        NumberBuiltins.AddTo(table);
        CollectionBuiltins.AddTo(table);
        ConversionBuiltins.AddTo(table);
        TimeBuiltins.AddTo(table);
        return table.Functions.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
