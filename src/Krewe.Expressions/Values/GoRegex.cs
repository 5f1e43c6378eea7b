using System.Text.RegularExpressions;

namespace Krewe.Expressions.Values;

/// <summary>Regular expressions as Go has them: without backtracking, so that no pattern takes exponential time.</summary>
internal static class GoRegex
{
    private const int MaxPattern = 4096;

    /// <exception cref="ArgumentException">The pattern is not one.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking, which Go's have not either.</exception>
    public static Regex Compile(string pattern, TimeSpan timeout)
    {
        if (pattern.Length > MaxPattern)
        {
            throw new ArgumentException($"longer than {MaxPattern} characters", nameof(pattern));
        }

        return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, timeout > TimeSpan.Zero ? timeout : TimeSpan.FromSeconds(1));
    }

    /// <summary>The few spellings of RE2 that .NET writes otherwise.</summary>
    public static string Translate(string pattern) => pattern
        .Replace("(?P<", "(?<", StringComparison.Ordinal)
        .Replace("[[:alpha:]]", "[a-zA-Z]", StringComparison.Ordinal)
        .Replace("[[:digit:]]", "[0-9]", StringComparison.Ordinal)
        .Replace("[[:alnum:]]", "[0-9a-zA-Z]", StringComparison.Ordinal)
        .Replace("[[:space:]]", "[\\s]", StringComparison.Ordinal)
        .Replace("[:alpha:]", "a-zA-Z", StringComparison.Ordinal)
        .Replace("[:digit:]", "0-9", StringComparison.Ordinal)
        .Replace("[:alnum:]", "0-9a-zA-Z", StringComparison.Ordinal)
        .Replace("[:space:]", "\\s", StringComparison.Ordinal);
}
