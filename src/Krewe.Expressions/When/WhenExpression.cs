using Krewe.Expressions.Values;

namespace Krewe.Expressions.When;

/// <summary>A <c>when</c> after substitution (the language of govaluate, in which bare words are texts).</summary>
public static class WhenExpression
{
    /// <summary>Whether the step may run; an empty text means yes.</summary>
    /// <exception cref="ExpressionException">The text cannot be parsed or evaluated, or its result is no bool.</exception>
    public static bool ShouldExecute(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var node = Parse(text);
        object? result;
        try
        {
            result = WhenEvaluator.Evaluate(node, text);
        }
        catch (ExpressionException e)
        {
            throw new ExpressionException(e.Kind, $"Failed to evaluate 'when' expresion '{text}': {e.Message}", text, e.Offset, e);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, $"Failed to evaluate 'when' expresion '{text}': nested too deeply", text, 0, e);
        }

        return result is bool truth
            ? truth
            : throw new ExpressionException(ExpressionErrorKind.Evaluation, $"Expected boolean evaluation for '{text}'. Got {GoFormat.Print(result)}", text, 0);
    }

    private static WhenNode Parse(string text)
    {
        try
        {
            return WhenParser.Parse(text);
        }
        catch (ExpressionException e)
        {
            var invalid = e.Message.StartsWith("Invalid token", StringComparison.Ordinal) || e.Message.StartsWith("unexpected character", StringComparison.Ordinal);
            var hint = invalid ? " (hint: try wrapping the affected expression in quotes (\"))" : "";
            throw new ExpressionException(e.Kind, $"Invalid 'when' expression '{text}': {e.Message}{hint}", text, e.Offset, e);
        }
    }
}
