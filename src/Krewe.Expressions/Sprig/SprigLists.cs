using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Sprig;

internal static class SprigLists
{
    public static void AddTo(FunctionTable table)
    {
        table.Add("list", 0, int.MaxValue, c => c.Made(c.All.ToArray()))
            .Add("tuple", 0, int.MaxValue, c => c.Made(c.All.ToArray()))
            .Add("concat", 0, int.MaxValue, c => c.Made(Enumerable.Range(0, c.Count).SelectMany(c.List).ToArray()));
        foreach (var must in (bool[])[false, true])
        {
            string Name(string name) => must ? "must" + char.ToUpperInvariant(name[0]) + name[1..] : name;
            table
                .Add(Name("first"), 1, c => c.List(0) is { Count: > 0 } list ? list[0] : null)
                .Add(Name("last"), 1, c => c.List(0) is { Count: > 0 } list ? list[^1] : null)
                .Add(Name("rest"), 1, c => c.List(0) is { Count: > 0 } list ? c.Made(list.Skip(1).ToArray()) : null)
                .Add(Name("initial"), 1, c => c.List(0) is { Count: > 0 } list ? c.Made(list.SkipLast(1).ToArray()) : null)
                .Add(Name("append"), 2, c => c.Made([.. c.List(0), c[1]]))
                .Add(Name("push"), 2, c => c.Made([.. c.List(0), c[1]]))
                .Add(Name("prepend"), 2, c => c.Made([c[1], .. c.List(0)]))
                .Add(Name("reverse"), 1, c => c.Made(c.List(0).Reverse().ToArray()))
                .Add(Name("uniq"), 1, c => CollectionBuiltins.Unique(c))
                .Add(Name("without"), 1, int.MaxValue, c => c.Made(c.List(0).Where(i => !c.All.Skip(1).Any(o => Same(c, o, i))).ToArray()))
                .Add(Name("has"), 2, c => c[1] is not null && c.List(1).Any(i => Same(c, c[0], i)))
                .Add(Name("compact"), 1, c => c.Made(c.List(0).Where(i => !SprigValues.IsEmpty(i)).ToArray()))
                .Add(Name("slice"), 1, 3, Slice)
                .Add(Name("chunk"), 2, Chunk);
        }
    }

    private static bool Same(FunctionCall call, object? a, object? b)
    {
        call.Budget.Step();
        return ExprValues.AreEqual(ExprValues.Normalize(a), ExprValues.Normalize(b));
    }

    private static IReadOnlyList<object?> Slice(FunctionCall call)
    {
        var list = call.List(0);
        var from = (int)Math.Clamp(call.Count > 1 ? SprigValues.ToInt(call[1]) : 0, 0, list.Count);
        var to = (int)Math.Clamp(call.Count > 2 ? SprigValues.ToInt(call[2]) : list.Count, from, list.Count);
        return call.Made(list.Skip(from).Take(to - from).ToArray());
    }

    private static IReadOnlyList<object?> Chunk(FunctionCall call) => SprigValues.ToInt(call[0]) is > 0 and var size
        ? call.Made(call.List(1).Chunk((int)Math.Min(size, int.MaxValue)).Select(c => (object?)c).ToArray())
        : throw call.Error("the size must be greater than 0");
}
