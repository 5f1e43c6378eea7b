using System.Text;

namespace Krewe.Executors.Process.Logs;

/// <summary>Puts texts that take several lines of the file together, and counts them.</summary>
/// <param name="attempt">Whose file.</param>
/// <param name="number">Number of the first line, over all files.</param>
internal abstract class LogTexts(int attempt, long number) : ILogLines
{
    private readonly StringBuilder _begin = new();

    /// <summary>Number of the line to come.</summary>
    public long Number { get; private set; } = number;

    /// <inheritdoc/>
    public bool Take(ReadOnlySpan<byte> line, long next)
    {
        if (!LogScan.IsEnd(line))
        {
            if (LogScan.IsLine(line))
            {
                _begin.Append(Encoding.UTF8.GetString(LogScan.Text(line)));
            }

            return true;
        }

        var goesOn = Take(line, _begin, new NodeLogPosition(attempt, next));
        _begin.Clear();
        Number++;
        return goesOn;
    }

    /// <summary>Takes one whole line.</summary>
    /// <param name="end">The line of the file that ends it.</param>
    /// <param name="begin">The text before that; mostly empty.</param>
    /// <param name="next">Where the next one begins.</param>
    protected abstract bool Take(ReadOnlySpan<byte> end, StringBuilder begin, NodeLogPosition next);

    /// <summary>The line as it is given; null when its head is damaged.</summary>
    protected static NodeLogLine? Line(ReadOnlySpan<byte> end, StringBuilder begin, NodeLogPosition next) =>
        LogFile.Parse(Encoding.UTF8.GetString(end)) is { } parsed ? new NodeLogLine(parsed.Time, parsed.IsError, begin.Append(parsed.Text).ToString(), next) : null;
}
