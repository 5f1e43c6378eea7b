using System.Text;

namespace Krewe.Executors.Process.Logs;

/// <summary>Collects lines from one number on.</summary>
internal sealed class LogRangeReader(int attempt, long number, long first, int count, int characters, List<NodeLogLine> lines) : LogTexts(attempt, number)
{
    private int _characters = characters;

    /// <summary>How much may still be taken.</summary>
    public int Characters => _characters;

    /// <inheritdoc/>
    protected override bool Take(ReadOnlySpan<byte> end, StringBuilder begin, NodeLogPosition next)
    {
        if (Number < first)
        {
            return true;
        }

        if (Line(end, begin, next) is { } line)
        {
            lines.Add(line);
            _characters -= line.Text.Length;
        }

        return lines.Count < count && _characters > 0;
    }
}
