using System.Text.RegularExpressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.JsonPath;

/// <summary>A JSONPath (<c>$.a.b[0]</c>), parsed once.</summary>
public sealed class JsonPathQuery
{
    private readonly List<PathStep> _steps;

    private JsonPathQuery(string text, List<PathStep> steps)
    {
        Text = text;
        _steps = steps;
    }

    /// <summary>The text parsed.</summary>
    public string Text { get; }

    /// <summary>Whether the path leads to one value at most, having no wildcard, slice, union, filter or descent.</summary>
    public bool IsDefinite => _steps.TrueForAll(s => s is NameStep { Names.Count: 1 } or IndexStep { Indices.Count: 1 });

    /// <exception cref="ExpressionException">The text is not a path.</exception>
    public static JsonPathQuery Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new PathParser(text);
        var steps = parser.Whole();
        parser.ExpectEnd();
        return new JsonPathQuery(text, steps);
    }

    /// <summary>Every value the path leads to.</summary>
    /// <exception cref="ExpressionException">The evaluation passes a limit.</exception>
    public IReadOnlyList<object?> Select(object? value, EvaluationLimits? limits = null) =>
        Select(value, new Budget(limits ?? EvaluationLimits.Default, TimeProvider.System, Text));

    /// <summary>As Argo's <c>jsonpath(json, path)</c>: the value of a definite path, else the list of all.</summary>
    /// <exception cref="ExpressionException">The JSON is none, or a definite path leads nowhere.</exception>
    public static object? Query(string json, string path, EvaluationLimits? limits = null) =>
        Query(json, path, new Budget(limits ?? EvaluationLimits.Default, TimeProvider.System, path));

    internal static object? Query(string json, string path, Budget budget)
    {
        budget.Charge(json.Length);
        object? root;
        try
        {
            root = GoJson.Parse(json);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"jsonpath: the first argument is not JSON: {e.Message}", inner: e);
        }

        var query = Parse(path);
        var found = query.Select(root, budget);
        if (!query.IsDefinite)
        {
            return found;
        }

        return found.Count == 1 ? found[0] : throw new ExpressionException(ExpressionErrorKind.Evaluation, $"jsonpath: key not found: {path} leads to nothing");
    }

    internal IReadOnlyList<object?> Select(object? value, Budget budget)
    {
        try
        {
            return new PathEvaluator(value, budget).Select(value, _steps);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, "the value is nested too deeply", Text, 0, e);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"invalid regular expression in {Text}: {e.Message}", Text, 0, e);
        }
    }
}
