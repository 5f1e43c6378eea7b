namespace Krewe.Expressions.Tags;

/// <summary>A piece of a text with tags.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts in the text, braces included.</param>
/// <param name="Length">Its length in the text, braces included.</param>
/// <param name="Content">
/// The literal text; of a tag what stands between its braces, untrimmed (of an expression without the <c>=</c> and, in JSON, unescaped).
/// </param>
public sealed record TagSegment(TagSegmentKind Kind, int Offset, int Length, string Content)
{
    /// <summary>The name a simple tag is looked up by (or the expression's trimmed text).</summary>
    public string Name { get; } = Kind == TagSegmentKind.Literal ? "" : Content.Trim();

    /// <summary>
    /// Where a further tag opens inside this one, or -1. A tag ends at the first <c>}}</c>, so of <c>{{a.{{b}}}}</c> this is the
    /// part <c>{{a.{{b}}</c> and the innermost name <c>b</c> is resolved first; the rest of the braces serves the next pass.
    /// </summary>
    public int InnerOpening { get; } = Kind == TagSegmentKind.Simple ? Content.LastIndexOf("{{", StringComparison.Ordinal) is > 0 and var at ? at : -1 : -1;

    /// <summary>The innermost name of a nested tag, or null when nothing is nested.</summary>
    public string? InnerName => InnerOpening < 0 ? null : Content[(InnerOpening + 2)..];

    /// <summary>An expression tag's text in its JSON form could not be unescaped.</summary>
    internal bool BrokenEscape { get; init; }
}
