namespace Krewe.Grains;

/// <summary>Keys of grains that live on a certain host: <c>key@host</c>. Without a host they live where they are called first.</summary>
public static class HostKey
{
    private const char Separator = '@';

    /// <summary>The key of a grain on a host; null for any host.</summary>
    public static string On(string? host, string key = "") => host is null ? key : $"{key}{Separator}{host}";

    /// <summary>The host that a key names, or null.</summary>
    public static string? HostOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var at = key.LastIndexOf(Separator);
        return at < 0 ? null : key[(at + 1)..];
    }
}
