using System.Text.RegularExpressions;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

internal sealed partial class Interpreter
{
    private object? Unary(UnaryNode node)
    {
        if (node.Operator == "not")
        {
            return !Truth(node.Operand, "what 'not' is applied to");
        }

        return (node.Operator, Evaluate(node.Operand)) switch
        {
            ("-", long whole) => unchecked(-whole),
            ("-", double real) => -real,
            ("-", TimeSpan span) => -span,
            ("+", long or double) and (_, var same) => same,
            (_, var other) => throw Error(node, $"invalid operation: {node.Operator}{ExprValues.TypeName(other)}"),
        };
    }

    private object? Binary(BinaryNode node)
    {
        switch (node.Operator)
        {
            case "&&" or "and":
                return Truth(node.Left, $"the left side of {node.Operator}") && Truth(node.Right, $"the right side of {node.Operator}");
            case "||" or "or":
                return Truth(node.Left, $"the left side of {node.Operator}") || Truth(node.Right, $"the right side of {node.Operator}");
            case "??":
                var value = Evaluate(node.Left);
                return value is null || ReferenceEquals(value, Broken) ? Evaluate(node.Right) : value;
        }

        var left = Evaluate(node.Left);
        var right = Evaluate(node.Right);
        try
        {
            return Operate(node, left, right);
        }
        catch (OverflowException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"{node.Operator}: the result is out of range", budget.Text, node.Offset, e);
        }
    }

    private object? Operate(BinaryNode node, object? left, object? right) => node.Operator switch
    {
        "==" => Same(left, right),
        "!=" => !Same(left, right),
        "<" => Order(node, left, right) < 0,
        "<=" => Order(node, left, right) <= 0,
        ">" => Order(node, left, right) > 0,
        ">=" => Order(node, left, right) >= 0,
        "+" => Add(node, left, right),
        "-" => Subtract(node, left, right),
        "*" => Multiply(node, left, right),
        "/" => Reals(node, left, right) is var (a, b) ? a / b : null,
        "%" => Remainder(node, left, right),
        "**" or "^" => Reals(node, left, right) is var (a, b) ? Math.Pow(a, b) : null,
        ".." => Range(node, left, right),
        "in" => In(node, left, right),
        "contains" => Texts(node, left, right) is var (a, b) && a.Contains(b, StringComparison.Ordinal),
        "startsWith" => Texts(node, left, right) is var (a, b) && a.StartsWith(b, StringComparison.Ordinal),
        "endsWith" => Texts(node, left, right) is var (a, b) && a.EndsWith(b, StringComparison.Ordinal),
        "matches" => Texts(node, left, right) is var (a, b) && Matches(node, a, b),
        _ => throw Error(node, $"unknown operator {node.Operator}"),
    };

    private bool Same(object? left, object? right)
    {
        budget.Step(left is IReadOnlyList<object?> list ? list.Count : 1);
        return ExprValues.AreEqual(left, right);
    }

    private ExpressionException Mismatch(BinaryNode node, object? left, object? right) =>
        Error(node, $"invalid operation: {node.Operator} (mismatched types {ExprValues.TypeName(left)} and {ExprValues.TypeName(right)})");

    private int Order(BinaryNode node, object? left, object? right) => ExprValues.Compare(left, right) ?? throw Mismatch(node, left, right);

    private (double, double) Reals(BinaryNode node, object? left, object? right) => (left, right) switch
    {
        (long or double, long or double) => (Convert.ToDouble(left, null), Convert.ToDouble(right, null)),
        _ => throw Mismatch(node, left, right),
    };

    private (string, string) Texts(BinaryNode node, object? left, object? right) =>
        left is string a && right is string b ? (a, b) : throw Mismatch(node, left, right);

    private object Add(BinaryNode node, object? left, object? right)
    {
        switch (left, right)
        {
            case (long a, long b):
                return unchecked(a + b);
            case (string a, string b):
                budget.Charge(a.Length + b.Length);
                return a + b;
            case (DateTimeOffset a, TimeSpan b):
                return a + b;
            case (TimeSpan a, DateTimeOffset b):
                return b + a;
            case (TimeSpan a, TimeSpan b):
                return a + b;
            default:
                var (x, y) = Reals(node, left, right);
                return x + y;
        }
    }

    private object Subtract(BinaryNode node, object? left, object? right)
    {
        switch (left, right)
        {
            case (long a, long b):
                return unchecked(a - b);
            case (DateTimeOffset a, DateTimeOffset b):
                return a - b;
            case (DateTimeOffset a, TimeSpan b):
                return a - b;
            case (TimeSpan a, TimeSpan b):
                return a - b;
            default:
                var (x, y) = Reals(node, left, right);
                return x - y;
        }
    }

    private object Multiply(BinaryNode node, object? left, object? right)
    {
        switch (left, right)
        {
            case (long a, long b):
                return unchecked(a * b);
            case (TimeSpan a, long or double):
                return a * Convert.ToDouble(right, null);
            case (long or double, TimeSpan b):
                return b * Convert.ToDouble(left, null);
            default:
                var (x, y) = Reals(node, left, right);
                return x * y;
        }
    }

    private long Remainder(BinaryNode node, object? left, object? right) => (left, right) switch
    {
        (long, 0L) => throw Error(node, "integer divide by zero"),
        (long, -1L) => 0,
        (long a, long b) => a % b,
        _ => throw Mismatch(node, left, right),
    };

    private object?[] Range(BinaryNode node, object? left, object? right)
    {
        if (left is not long from || right is not long to)
        {
            throw Mismatch(node, left, right);
        }

        if (to < from)
        {
            return [];
        }

        var count = (Int128)to - from + 1;
        budget.Charge(count > long.MaxValue ? long.MaxValue / 2 : (long)count);
        budget.Step((long)count);
        var range = new object?[(int)count];
        for (var i = 0; i < range.Length; i++)
        {
            range[i] = from + i;
        }

        return range;
    }

    private bool In(BinaryNode node, object? left, object? right)
    {
        switch (right)
        {
            case null:
                return false;
            case IReadOnlyDictionary<string, object?> map:
                return left is not null && map.ContainsKey(left as string ?? GoFormat.Print(left));
            case IReadOnlyList<object?> list:
                budget.Step(list.Count);
                return list.Any(item => ExprValues.AreEqual(left, ExprValues.Normalize(item)));
            default:
                throw Error(node, $"operator \"in\" not defined on {ExprValues.TypeName(right)}");
        }
    }

    private bool Matches(BinaryNode node, string text, string pattern)
    {
        budget.Step(1 + (text.Length / 16));
        try
        {
            return GoRegex.Compile(pattern, budget.Timeout).IsMatch(text);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"invalid regular expression {pattern}: {e.Message}", budget.Text, node.Offset, e);
        }
    }
}
