using System.Text;
using System.Text.RegularExpressions;

namespace Krewe.Executors.Process.Logs;

/// <summary>Collects lines that contain a text.</summary>
internal sealed class LogSearcher : LogTexts
{
    private const int LinesBetweenLooks = 1024;

    private readonly NodeLogSearch _search;
    private readonly byte[]? _bytes;
    private readonly Regex? _pattern;
    private readonly List<NodeLogHit> _hits;
    private readonly Func<bool> _isLate;
    private char[] _text = new char[1024];

    /// <param name="attempt">Whose file.</param>
    /// <param name="number">Number of the first line.</param>
    /// <param name="search">What to look for.</param>
    /// <param name="pattern">The same as a regular expression; null to look for the bytes.</param>
    /// <param name="hits">Where hits are put.</param>
    /// <param name="isLate">Whether it is time to stop.</param>
    public LogSearcher(int attempt, long number, NodeLogSearch search, Regex? pattern, List<NodeLogHit> hits, Func<bool> isLate)
        : base(attempt, number)
    {
        (_search, _pattern, _hits, _isLate) = (search, pattern, hits, isLate);
        _bytes = pattern is null ? Encoding.UTF8.GetBytes(search.Text) : null;
    }

    /// <summary>Stopped before the end of the file.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The search as a regular expression, where bytes alone will not do.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static Regex? PatternOf(NodeLogSearch search)
    {
        if (!search.IsRegex && !search.IgnoreCase)
        {
            return null;
        }

        var options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | (search.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        return new Regex(search.IsRegex ? search.Text : Regex.Escape(search.Text), options, TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    protected override bool Take(ReadOnlySpan<byte> end, StringBuilder begin, NodeLogPosition next)
    {
        if (Number >= _search.From && IsHit(end, begin) && Line(end, begin, next) is { } line)
        {
            _hits.Add(new NodeLogHit(Number, line));
        }

        IsStopped = _hits.Count >= _search.Limit || (Number % LinesBetweenLooks == 0 && _isLate());
        return !IsStopped;
    }

    private bool IsHit(ReadOnlySpan<byte> end, StringBuilder begin)
    {
        var bytes = LogScan.Text(end);
        if (begin.Length == 0 && _bytes is not null)
        {
            return bytes.IndexOf(_bytes) >= 0;
        }

        // One buffer for all lines: most are no hits.
        var most = begin.Length + Encoding.UTF8.GetMaxCharCount(bytes.Length);
        _text = _text.Length < most ? new char[Math.Max(most, 2 * _text.Length)] : _text;
        begin.CopyTo(0, _text, begin.Length);
        var text = _text.AsSpan(0, begin.Length + Encoding.UTF8.GetChars(bytes, _text.AsSpan(begin.Length)));
        return _pattern?.IsMatch(text) ?? text.Contains(_search.Text, StringComparison.Ordinal);
    }
}
