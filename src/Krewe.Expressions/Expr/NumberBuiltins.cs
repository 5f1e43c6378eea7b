namespace Krewe.Expressions.Expr;

internal static class NumberBuiltins
{
    public static void AddTo(FunctionTable table) => table
        .Add("abs", 1, c => c[0] switch { long whole => Math.Abs(whole), TimeSpan span => span.Duration(), _ => Math.Abs(c.Real(0)) })
        .Add("ceil", 1, c => Math.Ceiling(c.Real(0)))
        .Add("floor", 1, c => Math.Floor(c.Real(0)))
        .Add("round", 1, c => Math.Round(c.Real(0), MidpointRounding.AwayFromZero))
        .Any("max", 1, c => Extreme(c, 1))
        .Any("min", 1, c => Extreme(c, -1))
        .Any("mean", 1, c => Reals(c) is { Count: > 0 } all ? all.Average() : 0.0)
        .Any("median", 1, c => Median(Reals(c)))
        .Add("bitand", 2, c => c.Int(0) & c.Int(1))
        .Add("bitor", 2, c => c.Int(0) | c.Int(1))
        .Add("bitxor", 2, c => c.Int(0) ^ c.Int(1))
        .Add("bitnand", 2, c => c.Int(0) & ~c.Int(1))
        .Add("bitnot", 1, c => ~c.Int(0))
        .Add("bitshl", 2, c => Shift(c) is < 64 and var by ? c.Int(0) << by : 0L)
        .Add("bitshr", 2, c => c.Int(0) >> Math.Min(63, Shift(c)))
        .Add("bitushr", 2, c => Shift(c) is < 64 and var by ? c.Int(0) >>> by : 0L);

    private static int Shift(FunctionCall call) => call.Int(1) is >= 0 and var by ? (int)Math.Min(by, 64) : throw call.Error("cannot shift by a negative number");

    private static List<object?> Flat(FunctionCall call)
    {
        var all = new List<object?>();
        Collect(call, call.All, all, 0);
        return all;
    }

    private static void Collect(FunctionCall call, IEnumerable<object?> items, List<object?> all, int depth)
    {
        foreach (var item in items)
        {
            call.Budget.Step();
            if (ExprValues.Normalize(item) is IReadOnlyList<object?> inner && depth < 100)
            {
                Collect(call, inner, all, depth + 1);
            }
            else
            {
                all.Add(ExprValues.Normalize(item));
            }
        }
    }

    private static object? Extreme(FunctionCall call, int sign)
    {
        object? best = null;
        foreach (var item in Flat(call))
        {
            if (item is not (long or double or TimeSpan or DateTimeOffset))
            {
                throw call.Error($"invalid argument (type {ExprValues.TypeName(item)})");
            }

            var order = best is null ? sign : ExprValues.Compare(item, best) ?? throw call.Error("the arguments have no common order");
            best = order * sign > 0 ? item : best;
        }

        return best;
    }

    private static List<double> Reals(FunctionCall call) => Flat(call).ConvertAll(item => item switch
    {
        long whole => whole,
        double real => real,
        _ => throw call.Error($"invalid argument (type {ExprValues.TypeName(item)})"),
    });

    private static double Median(List<double> values)
    {
        values.Sort();
        var n = values.Count;
        return n == 0 ? 0 : n % 2 == 1 ? values[n / 2] : (values[(n / 2) - 1] + values[n / 2]) / 2;
    }
}
