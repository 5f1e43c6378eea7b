using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

internal sealed partial class Interpreter
{
    private object? Builtin(BuiltinNode node)
    {
        if (ExprOperators.Predicates.ContainsKey(node.Name))
        {
            return Predicate(node);
        }

        // A function of the environment takes the name from a builtin.
        var function = environment.TryGet(node.Name, out var own) && own is ExpressionFunction theirs ? theirs : Builtins.All[node.Name];
        return At(node, () => function.Invoke(System.Array.ConvertAll(node.Arguments, Evaluate), budget));
    }

    private object? Pointer(PointerNode node)
    {
        var scope = _scopes.Peek();
        return node.Name switch
        {
            "acc" => scope.Accumulator,
            "index" => (long)scope.Index,
            _ => ExprValues.Normalize(scope.Items[scope.Index]),
        };
    }

    private object? Predicate(BuiltinNode node)
    {
        var items = Evaluate(node.Arguments[0]) as IReadOnlyList<object?> ?? throw Error(node.Arguments[0], $"{node.Name}() needs an array");
        var body = node.Arguments.Length > 1 ? node.Arguments[1] : null;
        var scope = new Scope(items);
        _scopes.Push(scope);
        try
        {
            return node.Name switch
            {
                "all" => First(scope, i => !Holds(scope, body!, i)) < 0,
                "any" => First(scope, i => Holds(scope, body!, i)) >= 0,
                "none" => First(scope, i => Holds(scope, body!, i)) < 0,
                "one" => CountOf(scope, body) == 1,
                "count" => CountOf(scope, body),
                "filter" => Where(scope, body!),
                "map" => Select(scope, body!),
                "sum" => Sum(node, scope, body),
                "find" => Item(scope, First(scope, i => Holds(scope, body!, i))),
                "findIndex" => Position(First(scope, i => Holds(scope, body!, i))),
                "findLast" => Item(scope, Last(scope, body!)),
                "findLastIndex" => Position(Last(scope, body!)),
                "groupBy" => GroupBy(scope, body!),
                "sortBy" => SortBy(node, scope, body!),
                _ => Reduce(node, scope, body!),
            };
        }
        finally
        {
            _scopes.Pop();
        }
    }

    private object? Apply(Scope scope, ExprNode body, int index)
    {
        scope.Index = index;
        return Evaluate(body);
    }

    private bool Holds(Scope scope, ExprNode body, int index)
    {
        scope.Index = index;
        return Truth(body, "the predicate");
    }

    private static int First(Scope scope, Func<int, bool> holds)
    {
        for (var i = 0; i < scope.Items.Count; i++)
        {
            if (holds(i))
            {
                return i;
            }
        }

        return -1;
    }

    private int Last(Scope scope, ExprNode body)
    {
        for (var i = scope.Items.Count - 1; i >= 0; i--)
        {
            if (Holds(scope, body, i))
            {
                return i;
            }
        }

        return -1;
    }

    private static object? Item(Scope scope, int index) => index < 0 ? null : ExprValues.Normalize(scope.Items[index]);

    private static object? Position(int index) => index < 0 ? null : (long)index;

    private long CountOf(Scope scope, ExprNode? body)
    {
        var count = 0L;
        for (var i = 0; i < scope.Items.Count; i++)
        {
            count += (body is null ? scope.Items[i] is true : Holds(scope, body, i)) ? 1 : 0;
        }

        return count;
    }

    private List<object?> Where(Scope scope, ExprNode body)
    {
        var kept = new List<object?>();
        for (var i = 0; i < scope.Items.Count; i++)
        {
            if (Holds(scope, body, i))
            {
                kept.Add(scope.Items[i]);
            }
        }

        budget.Charge(kept.Count);
        return kept;
    }

    private object?[] Select(Scope scope, ExprNode body)
    {
        budget.Charge(scope.Items.Count);
        var made = new object?[scope.Items.Count];
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = Apply(scope, body, i);
        }

        return made;
    }

    private object? Sum(BuiltinNode node, Scope scope, ExprNode? body)
    {
        object? sum = 0L;
        for (var i = 0; i < scope.Items.Count; i++)
        {
            var value = body is null ? ExprValues.Normalize(scope.Items[i]) : Apply(scope, body, i);
            sum = (sum, value) switch
            {
                (long a, long b) => unchecked(a + b),
                (long a, double b) => a + b,
                (double a, long b) => a + b,
                (double a, double b) => a + b,
                (0L, TimeSpan b) => b,
                (TimeSpan a, TimeSpan b) => a + b,
                _ => throw Error(node, $"sum() needs numbers, not {ExprValues.TypeName(value)}"),
            };
        }

        return sum;
    }

    private Dictionary<string, object?> GroupBy(Scope scope, ExprNode body)
    {
        var groups = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < scope.Items.Count; i++)
        {
            var key = GoFormat.Print(Apply(scope, body, i));
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = new List<object?>();
            }

            ((List<object?>)group!).Add(scope.Items[i]);
        }

        budget.Charge(scope.Items.Count);
        return groups;
    }

    private object?[] SortBy(BuiltinNode node, Scope scope, ExprNode body)
    {
        var keys = Select(scope, body);
        var descending = node.Arguments.Length > 2 && Sorting.Descending(Evaluate(node.Arguments[2]) as string, m => Error(node, m));
        var order = Sorting.Order(keys, descending, (a, b) => Error(node, $"sortBy() cannot order {ExprValues.TypeName(a)} and {ExprValues.TypeName(b)}"));
        budget.Step(order.Length);
        return System.Array.ConvertAll(order, i => scope.Items[i]);
    }

    private object? Reduce(BuiltinNode node, Scope scope, ExprNode body)
    {
        var from = 0;
        if (node.Arguments.Length > 2)
        {
            scope.Accumulator = Evaluate(node.Arguments[2]);
        }
        else if (scope.Items.Count == 0)
        {
            throw Error(node, "reduce of empty array with no initial value");
        }
        else
        {
            scope.Accumulator = ExprValues.Normalize(scope.Items[0]);
            from = 1;
        }

        for (var i = from; i < scope.Items.Count; i++)
        {
            scope.Accumulator = Apply(scope, body, i);
        }

        return scope.Accumulator;
    }

    private sealed class Scope(IReadOnlyList<object?> items)
    {
        public IReadOnlyList<object?> Items { get; } = items;

        public int Index { get; set; }

        public object? Accumulator { get; set; }
    }
}
