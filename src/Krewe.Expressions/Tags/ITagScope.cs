using System.Diagnostics.CodeAnalysis;

namespace Krewe.Expressions.Tags;

/// <summary>The variables that tags may name, by their dotted names.</summary>
public interface ITagScope
{
    /// <summary>Looks up a dotted name; a null value is an optional output that was not produced.</summary>
    bool TryGetValue(string name, [MaybeNullWhen(false)] out object? value);
}
