namespace Krewe.Model.Validation.Dag;

/// <summary>A task named in a <c>depends</c> expression.</summary>
/// <param name="Task">The task.</param>
/// <param name="Result">The result asked for; null for a bare name.</param>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Length of the operand in the expression.</param>
public sealed record DependsOperand(string Task, string? Result, int Start, int Length)
{
    /// <summary>The operands of an expression in their order; operators and anything else between them are passed over.</summary>
    public static IReadOnlyList<DependsOperand> In(string expression)
    {
        var operands = new List<DependsOperand>();
        for (var at = 0; at < expression.Length; at++)
        {
            if (!char.IsAsciiLetterOrDigit(expression[at]))
            {
                continue;
            }

            var nameEnd = End(expression, at, letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
            var resultEnd = ResultEnd(expression, nameEnd);
            operands.Add(new DependsOperand(
                expression[at..nameEnd],
                resultEnd > nameEnd ? expression[(nameEnd + 1)..resultEnd] : null,
                at,
                resultEnd - at));
            at = resultEnd - 1;
        }

        return operands;
    }

    private static int ResultEnd(string expression, int nameEnd)
    {
        var hasResult = nameEnd + 2 < expression.Length && expression[nameEnd] == '.'
            && char.IsAsciiLetterUpper(expression[nameEnd + 1]) && char.IsAsciiLetter(expression[nameEnd + 2]);
        return hasResult ? End(expression, nameEnd + 1, char.IsAsciiLetter) : nameEnd;
    }

    private static int End(string expression, int at, Func<char, bool> belongs)
    {
        while (at < expression.Length && belongs(expression[at]))
        {
            at++;
        }

        return at;
    }
}
