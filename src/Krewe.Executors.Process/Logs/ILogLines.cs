namespace Krewe.Executors.Process.Logs;

/// <summary>Takes lines of a log file as <see cref="LogScan"/> finds them.</summary>
internal interface ILogLines
{
    /// <summary>Takes one line.</summary>
    /// <param name="line">Its bytes without the line feed; gone after the call.</param>
    /// <param name="next">Offset of the line after it.</param>
    /// <returns>False to stop.</returns>
    bool Take(ReadOnlySpan<byte> line, long next);
}
