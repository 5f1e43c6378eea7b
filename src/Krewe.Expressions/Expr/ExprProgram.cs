using System.Collections.Immutable;

namespace Krewe.Expressions.Expr;

/// <summary>An expression of the expr language, parsed once; evaluate it as often as wanted, from any thread.</summary>
public sealed class ExprProgram
{
    private readonly ExprNode _root;

    private ExprProgram(string text, ExprNode root)
    {
        Text = text;
        _root = root;
        var found = ExprNames.Collect(root);
        Names = [.. found.Roots];
        Paths = [.. found.Paths];
    }

    /// <summary>The text parsed.</summary>
    public string Text { get; }

    /// <summary>The variables used, by their first names, without those the expression declares itself.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>
    /// The dotted paths used, every prefix included (<c>a</c>, <c>a.b</c> of <c>a['b']</c>), without what is guarded by <c>??</c> or <c>?.</c>:
    /// a missing member is no fault there.
    /// </summary>
    public ImmutableArray<string> Paths { get; }

    /// <exception cref="ExpressionException">The text is not an expression.</exception>
    public static ExprProgram Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return new ExprProgram(text, ExprParser.Parse(text));
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, "the expression is nested too deeply", text, 0, e);
        }
    }

    /// <summary>The value: null, bool, long, double, string, list, map, <see cref="DateTimeOffset"/> or <see cref="TimeSpan"/>.</summary>
    /// <exception cref="ExpressionException">The evaluation fails or passes a limit.</exception>
    public object? Evaluate(ExpressionEnvironment environment, EvaluationLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        foreach (var name in Names)
        {
            // Unknown names are found before anything runs, as a compiler would, whichever branch they stand in.
            if (!environment.TryGet(name, out _) && name != "$env")
            {
                throw new ExpressionException(ExpressionErrorKind.MissingVariable, $"unknown name {name}", Text, ExprNames.OffsetOf(_root, name));
            }
        }

        var budget = new Budget(limits ?? EvaluationLimits.Default, environment.Clock, Text);
        try
        {
            return new Interpreter(environment, budget).Evaluate(_root);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Limit, "the expression is nested too deeply", Text, 0, e);
        }
    }

    /// <summary>Evaluates an expression whose result must be a bool.</summary>
    /// <exception cref="ExpressionException">The evaluation fails, or its result is something else.</exception>
    public bool EvaluateBool(ExpressionEnvironment environment, EvaluationLimits? limits = null) => Evaluate(environment, limits) switch
    {
        bool truth => truth,
        var other => throw new ExpressionException(
            ExpressionErrorKind.Evaluation, $"unable to cast expression result '{Values.GoFormat.Print(other)}' to bool", Text, 0),
    };

    /// <summary>Parses and evaluates at once.</summary>
    public static bool EvaluateBool(string text, ExpressionEnvironment environment, EvaluationLimits? limits = null) => Parse(text).EvaluateBool(environment, limits);
}
