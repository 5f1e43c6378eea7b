using System.Globalization;
using System.Text;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

internal static class ConversionBuiltins
{
    public static void AddTo(FunctionTable table) => table
        .Add("type", 1, c => ExprValues.TypeName(c[0]))
        .Add("string", 1, c => c.Made(GoFormat.Print(c[0])))
        .Add("int", 1, Int)
        .Add("float", 1, Float)
        .Add("toJSON", 1, c => c.Made(GoJson.Write(c[0], indented: true)))
        .Add("fromJSON", 1, c => FromJson(c, c.Text(0)))
        .Add("toBase64", 1, c => c.Made(Convert.ToBase64String(Encoding.UTF8.GetBytes(c.Text(0)))))
        .Add("fromBase64", 1, c => c.Made(Encoding.UTF8.GetString(Convert.FromBase64String(c.Text(0)))));

    public static object? FromJson(FunctionCall call, string text)
    {
        call.Budget.Charge(text.Length);
        return GoJson.Parse(text);
    }

    private static object Int(FunctionCall call) => call[0] switch
    {
        long whole => whole,
        double real => (long)real,
        TimeSpan span => span.Ticks * 100,
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw call.Error($"invalid operation: int({text}) is not a whole number"),
        var other => throw call.Error($"invalid argument for int (type {ExprValues.TypeName(other)})"),
    };

    private static object Float(FunctionCall call) => call[0] switch
    {
        long whole => (double)whole,
        double real => real,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw call.Error($"invalid operation: float({text}) is not a number"),
        var other => throw call.Error($"invalid argument for float (type {ExprValues.TypeName(other)})"),
    };
}
