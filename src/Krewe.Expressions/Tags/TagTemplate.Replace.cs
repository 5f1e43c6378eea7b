using System.Text;

namespace Krewe.Expressions.Tags;

public sealed partial class TagTemplate
{
    /// <summary>The text with every tag that resolves replaced by its value; one pass, inside-out for nested tags.</summary>
    /// <exception cref="ExpressionException">A tag that has to resolve does not.</exception>
    public string Replace(TagScope scope, TagReplaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(options);
        if (!HasTags)
        {
            return Source;
        }

        var result = new StringBuilder(Source.Length + 64);
        foreach (var segment in Segments)
        {
            switch (segment.Kind)
            {
                case TagSegmentKind.Simple:
                    AppendSimple(result, segment, scope, options);
                    break;
                case TagSegmentKind.Expression when options.EvaluateExpressions:
                    AppendExpression(result, segment, scope, options);
                    break;
                default:
                    AppendSource(result, segment);
                    break;
            }
        }

        var text = result.ToString();
        if (_tagCrossesStrings)
        {
            RequireJson(text, "cannot finish template replacement because the result was invalid JSON");
        }

        return text;
    }

    private void AppendSimple(StringBuilder result, TagSegment tag, TagScope scope, TagReplaceOptions options)
    {
        if (scope.TryGetValue(tag.Name, out var value))
        {
            if (value is UnreadableVariable && options.TolerateFailures)
            {
                AppendSource(result, tag);
                return;
            }

            AppendValue(result, value as string ?? throw NotText(tag, value));
            return;
        }

        if (tag.InnerName is { } inner && scope.TryGetValue(inner, out var innerValue) && innerValue is string text)
        {
            // The braces left over close the outer tag, which the next pass resolves.
            result.Append(Open).Append(tag.Content, 0, tag.InnerOpening);
            AppendValue(result, text);
            return;
        }

        var artifactForLater = options.AllowUnresolved && tag.Name.Contains(".outputs.artifacts.", StringComparison.Ordinal);
        if (options.IsStrict(tag.Name) && !artifactForLater)
        {
            throw new ExpressionException(ExpressionErrorKind.MissingVariable, $"failed to resolve {{{{{tag.Content}}}}}", Source, tag.Offset);
        }

        AppendSource(result, tag);
    }

    private ExpressionException NotText(TagSegment tag, object? value)
    {
        var failed = $"failed to resolve {{{{{tag.Content}}}}}";
        return value switch
        {
            null => new ExpressionException(
                ExpressionErrorKind.AbsentOptional, $"{failed}: it is an absent optional output; give it a default, or use an expression such as {{{{={tag.Name} ?? ''}}}}", Source, tag.Offset),
            UnreadableVariable unreadable => new ExpressionException(ExpressionErrorKind.Evaluation, $"{failed}: {unreadable.Reason}", Source, tag.Offset),
            _ => new ExpressionException(ExpressionErrorKind.Evaluation, $"{failed} to string", Source, tag.Offset),
        };
    }

    private void AppendValue(StringBuilder result, string value)
    {
        if (IsJson)
        {
            JsonEscape.Append(result, value);
        }
        else
        {
            result.Append(value);
        }
    }

    private void AppendSource(StringBuilder result, TagSegment segment) => result.Append(Source, segment.Offset, segment.Length);
}
