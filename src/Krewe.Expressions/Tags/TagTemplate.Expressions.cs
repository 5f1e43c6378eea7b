using System.Text;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Tags;

public sealed partial class TagTemplate
{
    // Known only late in a run: without this an early pass would take them for nil and settle the tag.
    private static readonly string[] LateBound =
    [
        "item", "retries", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message", "workflow.status", "workflow.failures",
    ];

    private void AppendExpression(StringBuilder result, TagSegment tag, TagScope scope, TagReplaceOptions options)
    {
        if (tag.BrokenEscape)
        {
            throw new ExpressionException(
                ExpressionErrorKind.Syntax, $"failed to evaluate expression: {{{{={tag.Content}}}}} reaches over the end of its JSON string", Source, tag.Offset);
        }

        var environment = scope.Environment;
        var missing = Missing(tag, environment);
        if (missing.Find(options.IsStrict) is { } strict)
        {
            throw new ExpressionException(ExpressionErrorKind.MissingVariable, $"failed to evaluate expression: {strict} is missing", tag.Content, At(tag, strict));
        }

        if (missing.Count > 0 && LateBound.Any(missing.Contains))
        {
            AppendSource(result, tag);
            return;
        }

        object? value;
        try
        {
            value = tag.Program.Evaluate(environment, options.Limits);
        }
        catch (ExpressionException e) when (e.Kind != ExpressionErrorKind.Limit && (missing.Count > 0 || options.TolerateFailures))
        {
            AppendSource(result, tag);
            return;
        }
        catch (ExpressionException e)
        {
            throw new ExpressionException(e.Kind, $"failed to evaluate expression: {e.Message}", tag.Content, e.Offset, e);
        }

        if (value is not null)
        {
            AppendValue(result, value as string ?? Encode(tag, value));
        }
        else if (missing.Count > 0 || options.TolerateFailures)
        {
            AppendSource(result, tag);
        }
        else
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"failed to evaluate expression \"{tag.Content}\": it is nil; give it a fallback with ??", tag.Content, 0);
        }
    }

    private static List<string> Missing(TagSegment tag, ExpressionEnvironment environment)
    {
        try
        {
            return tag.Program.Paths.Where(path => !environment.HasPath(path.Split('.'))).ToList();
        }
        catch (ExpressionException e)
        {
            throw new ExpressionException(e.Kind, $"failed to evaluate expression: {e.Message}", tag.Content, e.Offset, e);
        }
    }

    private static int At(TagSegment tag, string path) => Math.Max(0, tag.Content.IndexOf(path, StringComparison.Ordinal));

    // A time or a duration becomes what its JSON says, without the quotes.
    private static string Encode(TagSegment tag, object value)
    {
        if (value is DateTimeOffset time)
        {
            return GoTime.Format(time, GoTime.Rfc3339Nano);
        }

        try
        {
            return GoJson.Write(value);
        }
        catch (ExpressionException e)
        {
            throw new ExpressionException(e.Kind, $"failed to marshal evaluated expression: {e.Message}", tag.Content, 0, e);
        }
    }
}
