using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Tags;

/// <summary>A piece of a text with tags.</summary>
public sealed class TagSegment(TagSegmentKind kind, int offset, int length, string content)
{
    private ExprProgram? _program;

    /// <summary>What it is.</summary>
    public TagSegmentKind Kind { get; } = kind;

    /// <summary>Where it starts in the text, braces included.</summary>
    public int Offset { get; } = offset;

    /// <summary>Its length in the text, braces included.</summary>
    public int Length { get; } = length;

    /// <summary>
    /// The literal text; of a tag what stands between its braces, untrimmed (of an expression without the <c>=</c> and, in JSON, unescaped).
    /// </summary>
    public string Content { get; } = content;

    /// <summary>The name a simple tag is looked up by (or the expression's trimmed text).</summary>
    public string Name { get; } = kind == TagSegmentKind.Literal ? "" : content.Trim();

    /// <summary>
    /// Where a further tag opens inside this one, or -1. A tag ends at the first <c>}}</c>, so of <c>{{a.{{b}}}}</c> this is the
    /// part <c>{{a.{{b}}</c> and the innermost name <c>b</c> is resolved first; the rest of the braces serves the next pass.
    /// </summary>
    public int InnerOpening { get; } = kind == TagSegmentKind.Simple ? content.LastIndexOf("{{", StringComparison.Ordinal) is > 0 and var at ? at : -1 : -1;

    /// <summary>The innermost name of a nested tag, or null when nothing is nested.</summary>
    public string? InnerName => InnerOpening < 0 ? null : Content[(InnerOpening + 2)..];

    /// <summary>An expression tag's text in its JSON form could not be unescaped.</summary>
    internal bool BrokenEscape { get; init; }

    /// <summary>The program of an expression tag, parsed when first asked for.</summary>
    /// <exception cref="ExpressionException">The text is not an expression.</exception>
    public ExprProgram Program => _program ??= ExprProgram.Parse(Content);
}
