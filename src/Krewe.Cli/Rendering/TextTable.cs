namespace Krewe.Cli.Rendering;

/// <summary>Rows whose columns line up, with a gap between them.</summary>
internal sealed class TextTable(int gap)
{
    private readonly List<IReadOnlyList<StyledLine>> _rows = [];

    public void Add(params IReadOnlyList<StyledLine> cells) => _rows.Add(cells);

    public IEnumerable<StyledLine> Lines()
    {
        var columns = _rows.Count == 0 ? 0 : _rows.Max(row => row.Count);
        var widths = new int[columns];
        foreach (var row in _rows)
        {
            for (var column = 0; column < row.Count; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Width);
            }
        }

        foreach (var row in _rows)
        {
            var spans = new List<Span>();
            for (var column = 0; column < row.Count; column++)
            {
                spans.AddRange(row[column].Spans);
                if (column < row.Count - 1)
                {
                    spans.Add(new string(' ', widths[column] - row[column].Width + gap));
                }
            }

            yield return new StyledLine(spans);
        }
    }
}
