namespace Krewe.Expressions.Filters;

/// <summary>One value of a filter's term, quotes and escapes undone.</summary>
/// <param name="Text">The value; a gap (<c>*</c> outside quotes) stands in it as an asterisk.</param>
/// <param name="Gaps">Where in the text the gaps are.</param>
/// <param name="Offset">Where the value begins in the filter.</param>
/// <param name="IsQuoted">Whether any of it stands in quotes.</param>
public sealed record FilterValue(string Text, IReadOnlyList<int> Gaps, int Offset, bool IsQuoted)
{
    /// <summary>What lies before, between and behind the gaps; one piece when there are none.</summary>
    public IReadOnlyList<string> Pieces
    {
        get
        {
            var pieces = new List<string>(Gaps.Count + 1);
            var start = 0;
            foreach (var gap in Gaps)
            {
                pieces.Add(Text[start..gap]);
                start = gap + 1;
            }

            pieces.Add(Text[start..]);
            return pieces;
        }
    }

    /// <summary>The value from a place in its text on.</summary>
    /// <param name="start">The place.</param>
    public FilterValue From(int start) => this with { Text = Text[start..], Gaps = [.. Gaps.Where(gap => gap >= start).Select(gap => gap - start)], Offset = Offset + start };
}
