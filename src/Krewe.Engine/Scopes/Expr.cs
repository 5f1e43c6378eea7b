using Krewe.Expressions.Expr;
using Krewe.Expressions.Tags;
using Krewe.Expressions.When;

namespace Krewe.Engine;

/// <summary>The expression languages, over the variables of a scope.</summary>
internal static class Expr
{
    private const string ArtifactMark = "\u0001artifact:";

    private static readonly ExprProgram ToJson = ExprProgram.Parse("toJson(value)");

    /// <summary>Whether a <c>when</c>, its tags substituted, says yes.</summary>
    public static bool When(string when) => WhenExpression.ShouldExecute(when);

    public static object? Value(string expression, TagScope scope) => ExprProgram.Parse(expression).Evaluate(Environment(scope));

    public static bool Bool(string expression, TagScope scope) => ExprProgram.Parse(expression).EvaluateBool(Environment(scope));

    /// <summary>The value as text: strings as they are, others as JSON; null for nil.</summary>
    public static string? Text(string expression, TagScope scope) => Value(expression, scope) switch
    {
        null => null,
        string text => text,
        var other => ToJson.Evaluate(ExpressionEnvironment.Of(new Dictionary<string, object?> { ["value"] = other })) as string,
    };

    /// <summary>The name of the artifact that an expression picks.</summary>
    public static string? ArtifactName(string expression, TagScope scope)
    {
        var program = ExprProgram.Parse(Strip(expression));
        var marks = program.Paths
            .Where(path => path.Contains(".artifacts.", StringComparison.Ordinal))
            .Select(path => new KeyValuePair<string, object?>(path, ArtifactMark + path));
        var picked = program.Evaluate(ExpressionEnvironment.FromDotted(All(scope).Concat(marks), clock: ClockOf(scope))) as string;
        return picked?.StartsWith(ArtifactMark, StringComparison.Ordinal) == true ? picked[ArtifactMark.Length..] : null;
    }

    private static string Strip(string expression)
    {
        var text = expression.Trim();
        return text.StartsWith("{{=", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal) ? text[3..^2] : text;
    }

    private static ExpressionEnvironment Environment(TagScope scope) => ExpressionEnvironment.FromDotted(All(scope), clock: ClockOf(scope));

    private static TimeProvider? ClockOf(TagScope scope)
    {
        for (var level = scope; level is not null; level = level.Outer)
        {
            if (level.Clock is { } clock)
            {
                return clock;
            }
        }

        return null;
    }

    private static Dictionary<string, object?> All(TagScope scope)
    {
        var all = new Dictionary<string, object?>();
        for (var level = scope; level is not null; level = level.Outer)
        {
            foreach (var (name, value) in level.Variables)
            {
                all.TryAdd(name, value);
            }
        }

        return all;
    }
}
