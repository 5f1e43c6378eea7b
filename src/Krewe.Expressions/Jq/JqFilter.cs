using System.Text.Json;
using System.Text.RegularExpressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Jq;

/// <summary>A jq filter (the reading part of the language), parsed once.</summary>
public sealed class JqFilter
{
    private readonly JqNode _root;

    private JqFilter(string text, JqNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>The text parsed.</summary>
    public string Text { get; }

    /// <exception cref="ExpressionException">The text is not a filter.</exception>
    public static JqFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return new JqFilter(text, JqParser.Parse(text));
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, "the filter is nested too deeply", text, 0, e);
        }
    }

    /// <summary>Every result for a JSON text.</summary>
    /// <exception cref="ExpressionException">The text is not JSON, the evaluation fails or passes a limit.</exception>
    public IReadOnlyList<object?> Run(string json, EvaluationLimits? limits = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var budget = new Budget(limits ?? EvaluationLimits.Default, clock ?? TimeProvider.System, Text);
        try
        {
            budget.Charge(json.Length);
            var results = new List<object?>();
            foreach (var result in new JqEvaluator(budget).Run(_root, GoJson.Parse(json), JqScope.Empty))
            {
                budget.Charge(1);
                results.Add(result);
            }

            return results;
        }
        catch (JsonException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"the input is not JSON: {e.Message}", Text, 0, e);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, "the filter recurses too deeply", Text, 0, e);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException or RegexMatchTimeoutException)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, e.Message, Text, 0, e);
        }
    }

    /// <summary>The results as jq prints them raw: texts as they are, all else as JSON, one a line.</summary>
    /// <exception cref="ExpressionException">The text is not JSON, the evaluation fails or passes a limit.</exception>
    public string RunToText(string json, EvaluationLimits? limits = null, TimeProvider? clock = null) =>
        string.Join('\n', Run(json, limits, clock).Select(JqFormats.Text));
}
