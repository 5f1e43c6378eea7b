namespace Krewe.Engine;

/// <summary>Messages of faults that pass by themselves.</summary>
internal static class TransientErrors
{
    private static readonly string[] Signs =
    [
        "connection refused", "connection reset", "i/o timeout", "TLS handshake timeout", "unexpected EOF", "no such host",
        "transport is closing", "Too Many Requests", "server is currently unable", "exceeded quota", "etcdserver: request timed out",
    ];

    public static bool Matches(string? message) => message is not null && Array.Exists(Signs, sign => message.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
