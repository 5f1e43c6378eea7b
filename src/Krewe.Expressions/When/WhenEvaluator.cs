using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.When;

internal static class WhenEvaluator
{
    public static object? Evaluate(WhenNode node, string text)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return node switch
        {
            WhenValue value => value.Value,
            WhenList list => list.Items.Select(i => Evaluate(i, text)).ToArray(),
            WhenUnary unary => Unary(unary, text),
            WhenTernary ternary => Truth(ternary.Condition, "?", text)
                ? Evaluate(ternary.Then, text)
                : ternary.Otherwise is null ? null : Evaluate(ternary.Otherwise, text),
            _ => Binary((WhenBinary)node, text),
        };
    }

    private static ExpressionException Error(WhenNode node, string text, string message) => new(ExpressionErrorKind.Evaluation, message, text, node.Offset);

    private static bool Truth(WhenNode node, string op, string text) => Evaluate(node, text) switch
    {
        bool truth => truth,
        var other => throw Error(node, text, $"Value '{GoFormat.Print(other)}' cannot be used with the logical operator '{op}', it is not a bool"),
    };

    private static object Unary(WhenUnary node, string text)
    {
        var value = node.Operator == "!" ? Truth(node.Operand, "!", text) : Evaluate(node.Operand, text);
        return (node.Operator, value) switch
        {
            ("!", bool truth) => !truth,
            ("-", double number) => -number,
            ("~", double number) => (double)~(long)number,
            _ => throw Error(node, text, $"Value '{GoFormat.Print(value)}' cannot be used with the prefix '{node.Operator}', it is not a number"),
        };
    }

    private static object? Binary(WhenBinary node, string text)
    {
        switch (node.Operator)
        {
            case "&&":
                return Truth(node.Left, "&&", text) && Truth(node.Right, "&&", text);
            case "||":
                return Truth(node.Left, "||", text) || Truth(node.Right, "||", text);
            case "??":
                return Evaluate(node.Left, text) ?? Evaluate(node.Right, text);
        }

        var left = Evaluate(node.Left, text);
        var right = Evaluate(node.Right, text);
        return node.Operator switch
        {
            "==" => ExprValues.AreEqual(left, right),
            "!=" => !ExprValues.AreEqual(left, right),
            "in" => right is object?[] items && items.Any(i => ExprValues.AreEqual(left, i)),
            "=~" => Matches(node, left, right, text),
            "!~" => !Matches(node, left, right, text),
            "<" => Order(node, left, right, text) < 0,
            "<=" => Order(node, left, right, text) <= 0,
            ">" => Order(node, left, right, text) > 0,
            ">=" => Order(node, left, right, text) >= 0,
            "+" when left is string || right is string => GoFormat.Print(left) + GoFormat.Print(right),
            _ => Arithmetic(node, left, right, text),
        };
    }

    private static int Order(WhenBinary node, object? left, object? right, string text) => (left, right) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => throw Error(node, text, $"Value '{GoFormat.Print(left is double ? right : left)}' cannot be used with the comparator '{node.Operator}', it is not a number"),
    };

    private static double Arithmetic(WhenBinary node, object? left, object? right, string text)
    {
        if (left is not double a || right is not double b)
        {
            throw Error(node, text, $"Value '{GoFormat.Print(left is double ? right : left)}' cannot be used with the modifier '{node.Operator}', it is not a number");
        }

        return node.Operator switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => a / b,
            "%" => a % b,
            "**" => Math.Pow(a, b),
            "&" => (long)a & (long)b,
            "|" => (long)a | (long)b,
            "^" => (long)a ^ (long)b,
            "<<" => b is >= 0 and < 64 ? (ulong)(long)a << (int)b : 0,
            _ => b is >= 0 and < 64 ? (ulong)(long)a >> (int)b : 0,
        };
    }

    private static bool Matches(WhenBinary node, object? left, object? right, string text)
    {
        if (left is not string value || right is not string pattern)
        {
            throw Error(node, text, $"Value '{GoFormat.Print(left is string ? right : left)}' cannot be used with the comparator '{node.Operator}', it is not a string");
        }

        try
        {
            return GoRegex.Compile(pattern, TimeSpan.FromSeconds(1)).IsMatch(value);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"Unable to compile regexp pattern '{pattern}': {e.Message}", text, node.Offset, e);
        }
    }
}
