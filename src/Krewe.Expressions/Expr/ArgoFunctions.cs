using System.Collections.Frozen;
using System.Globalization;
using Krewe.Expressions.JsonPath;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

/// <summary>What Argo adds to the language: a handful of functions and <c>sprig</c>.</summary>
internal static class ArgoFunctions
{
    public static readonly FrozenDictionary<string, object?> All = Make();

    private static FrozenDictionary<string, object?> Make()
    {
        var table = new FunctionTable()
            .Add("asInt", 1, AsInt)
            .Add("asFloat", 1, AsFloat)
            .Add("toJson", 1, c => c.Made(GoJson.Write(c[0])))
            .Add("jsonpath", 2, c => JsonPathQuery.Query(c.Text(0), c.Text(1), c.Budget));
        var all = table.Functions.ToDictionary(f => f.Key, f => (object?)f.Value, StringComparer.Ordinal);
        all["sprig"] = Sprig.SprigFunctions.All;
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static object AsInt(FunctionCall call) => call[0] switch
    {
        long whole => whole,
        double real => (long)real,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        string text => throw call.Error($"\"{text}\" is not a whole number"),
        var other => throw call.Error($"asInt does not take {ExprValues.TypeName(other)}"),
    };

    private static object AsFloat(FunctionCall call) => call[0] switch
    {
        long whole => (double)whole,
        double real => real,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
        string text => throw call.Error($"\"{text}\" is not a number"),
        var other => throw call.Error($"asFloat does not take {ExprValues.TypeName(other)}"),
    };
}
