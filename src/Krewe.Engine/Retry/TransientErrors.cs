using System.Text.RegularExpressions;

namespace Krewe.Engine;

/// <summary>Messages of faults that pass by themselves.</summary>
internal static class TransientErrors
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private static readonly string[] Signs =
    [
        "connection refused", "connection reset", "i/o timeout", "TLS handshake timeout", "unexpected EOF", "no such host",
        "transport is closing", "Too Many Requests", "server is currently unable", "exceeded quota", "etcdserver: request timed out",
    ];

    /// <param name="message">The message.</param>
    /// <param name="pattern">What else counts (<see cref="RunConfig.TransientErrorPattern"/>).</param>
    public static bool Matches(string? message, string? pattern) => message is not null
        && (Array.Exists(Signs, sign => message.Contains(sign, StringComparison.OrdinalIgnoreCase)) || (!string.IsNullOrEmpty(pattern) && IsMatch(message, pattern)));

    private static bool IsMatch(string message, string pattern)
    {
        try
        {
            return Regex.IsMatch(message, pattern, RegexOptions.CultureInvariant, Longest);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
