namespace Krewe.Artifacts;

/// <summary>Rules of keys: parts separated by slashes, none of them empty, <c>.</c> or <c>..</c>.</summary>
public static class ArtifactKey
{
    private const int LongestPart = 250;

    /// <summary>The parts of a key; refuses keys that could lead out of the store.</summary>
    public static string[] Split(string key)
    {
        var parts = key.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            throw new ArtifactException("artifact key is empty");
        if (parts.Any(p => p is "." or ".." || p.Contains('\0', StringComparison.Ordinal) || System.Text.Encoding.UTF8.GetByteCount(p) > LongestPart))
            throw new ArtifactException($"artifact key \"{key}\" is not valid: its parts must not be '.', '..' or longer than {LongestPart} bytes");
        return parts;
    }

    /// <summary>Joins a prefix and a name.</summary>
    public static string Join(string prefix, string name) => prefix.Length == 0 ? name : prefix.TrimEnd('/') + "/" + name.TrimStart('/');
}
