using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Tags;

/// <summary>Resolves a text that is one tag to the value itself, be it a text or not: how artifacts and parameters are referred to by <c>from</c>.</summary>
public static class TagVariable
{
    /// <summary>The value of <c>{{name}}</c> or <c>{{=expression}}</c>.</summary>
    /// <exception cref="ExpressionException">It does not resolve.</exception>
    public static object Resolve(string text, TagScope scope, EvaluationLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(scope);
        var tag = text;
        tag = tag.StartsWith("{{", StringComparison.Ordinal) ? tag[2..] : tag;
        tag = (tag.EndsWith("}}", StringComparison.Ordinal) ? tag[..^2] : tag).Trim();
        if (!tag.StartsWith('='))
        {
            return scope.TryGetValue(tag, out var known) && known is not null ? known : throw Unresolved(text, tag);
        }

        var expression = tag[1..];
        ExprProgram program;
        try
        {
            program = ExprProgram.Parse(expression);
        }
        catch (ExpressionException e)
        {
            throw new ExpressionException(e.Kind, $"Unable to compile: \"{expression}\"", expression, e.Offset, e);
        }

        object? value;
        try
        {
            value = program.Evaluate(scope.Environment, limits);
        }
        catch (ExpressionException e)
        {
            var what = e.IsMissingVariable ? "Unable to compile" : "Invalid expression";
            throw new ExpressionException(e.Kind, $"{what}: \"{expression}\"", expression, e.Offset, e);
        }

        return value ?? throw Unresolved(text, tag);
    }

    private static ExpressionException Unresolved(string text, string tag) =>
        new(ExpressionErrorKind.MissingVariable, $"Unable to resolve: \"{tag}\"", text, 0);
}
