namespace Krewe.Expressions.Filters;

/// <summary>The language in which lists are filtered: <c>status:failed label:team=pay -name:nightly-* duration:&gt;10m "out of memory"</c>.</summary>
/// <remarks>
/// Terms stand side by side and must all hold; <c>-</c> or <c>NOT</c> before one asks for the contrary; of a term's values,
/// parted by commas, one must fit. What the keys mean is for the reader of the terms.
/// </remarks>
public static class FilterText
{
    /// <summary>Most characters of a filter.</summary>
    public const int LongestText = 4000;

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The filter.</param>
    /// <returns>Its terms; none for a blank text.</returns>
    /// <exception cref="ExpressionException">It is not a filter; the exception knows where and why.</exception>
    public static IReadOnlyList<FilterTerm> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > LongestText
            ? throw new ExpressionException(ExpressionErrorKind.Limit, $"the filter has more than {LongestText} characters")
            : new FilterParser(text).Terms();
    }
}
