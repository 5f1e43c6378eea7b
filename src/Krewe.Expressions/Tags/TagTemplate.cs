using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Krewe.Expressions.Tags;

/// <summary>A text with <c>{{…}}</c> tags, parsed once and replaced as often as wanted.</summary>
/// <remarks>Immutable; safe to share between threads. Keep it wherever the same text meets many scopes.</remarks>
public sealed partial class TagTemplate
{
    private const string Open = "{{";
    private const string Close = "}}";

    // A tag that reaches over the end of a JSON string may leave no JSON behind: only then the result is checked.
    private readonly bool _tagCrossesStrings;

    private TagTemplate(string source, bool json, ImmutableArray<TagSegment> segments, bool tagCrossesStrings)
    {
        Source = source;
        IsJson = json;
        Segments = segments;
        _tagCrossesStrings = tagCrossesStrings;
    }

    /// <summary>The text parsed.</summary>
    public string Source { get; }

    /// <summary>Whether the text is JSON whose strings hold the tags: values are then escaped as they go in.</summary>
    public bool IsJson { get; }

    /// <summary>The pieces, in order and without gaps.</summary>
    public ImmutableArray<TagSegment> Segments { get; }

    /// <summary>Whether there is any tag at all.</summary>
    public bool HasTags => Segments.Any(s => s.Kind != TagSegmentKind.Literal);

    /// <summary>The tags, in order.</summary>
    public IEnumerable<TagSegment> Tags => Segments.Where(s => s.Kind != TagSegmentKind.Literal);

    /// <summary>Parses plain text; values go in as they are.</summary>
    /// <exception cref="ExpressionException">A tag is opened and never closed.</exception>
    public static TagTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Scan(text, json: false);
    }

    /// <summary>Parses JSON text whose strings hold tags; values go in escaped.</summary>
    /// <exception cref="ExpressionException">The text is not JSON, or a tag is opened and never closed.</exception>
    public static TagTemplate ParseJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        RequireJson(json, "cannot do template replacements with invalid JSON");
        return Scan(json, json: true);
    }

    /// <summary>Parses JSON text and replaces its tags at once.</summary>
    /// <exception cref="ExpressionException">The text does not parse, or a tag that has to resolve does not.</exception>
    public static string Replace(string json, TagScope scope, TagReplaceOptions options) => ParseJson(json).Replace(scope, options);

    private static TagTemplate Scan(string text, bool json)
    {
        var segments = ImmutableArray.CreateBuilder<TagSegment>();
        var (at, crosses) = (0, false);
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
            {
                segments.Add(new TagSegment(TagSegmentKind.Literal, at, text.Length - at, text[at..]));
                break;
            }

            var close = text.IndexOf(Close, open + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new ExpressionException(ExpressionErrorKind.Syntax, "cannot find end tag: {{ is never closed by }}", text, open);
            }

            if (open > at)
            {
                segments.Add(new TagSegment(TagSegmentKind.Literal, at, open - at, text[at..open]));
            }

            var tag = Tag(text[(open + 2)..close], open, json);
            crosses |= json && !JsonEscape.TryUnescape(text[(open + 2)..close], out _);
            segments.Add(tag);
            at = close + 2;
        }

        return new TagTemplate(text, json, segments.DrainToImmutable(), crosses);
    }

    private static TagSegment Tag(string inside, int open, bool json)
    {
        var length = inside.Length + 4;
        if (!inside.StartsWith('='))
        {
            return new TagSegment(TagSegmentKind.Simple, open, length, inside);
        }

        var expression = inside[1..];
        if (!json)
        {
            return new TagSegment(TagSegmentKind.Expression, open, length, expression);
        }

        return JsonEscape.TryUnescape(expression, out var plain)
            ? new TagSegment(TagSegmentKind.Expression, open, length, plain)
            : new TagSegment(TagSegmentKind.Expression, open, length, expression) { BrokenEscape = true };
    }

    private static void RequireJson(string text, string complaint)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw new ExpressionException(ExpressionErrorKind.Syntax, complaint, text, inner: e);
        }
    }
}
