namespace Krewe.Cli.Rendering;

/// <summary>A piece of a line in one style.</summary>
internal readonly record struct Span(string Text, TextStyle Style = TextStyle.None)
{
    public static implicit operator Span(string text) => new(text);

    public static Span FromString(string text) => new(text);
}
