using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Krewe.Storage.PostgreSql;

/// <summary>Makes text that PostgreSQL takes: it has neither NUL nor half surrogates, and one such value must not fail the flush of others.</summary>
internal static class PostgreSqlText
{
    private const char Replacement = '\uFFFD';

    public static string Clean(string text) =>
        text.AsSpan().ContainsAny('\0', Replacement) || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Replace(text) : text;

    public static string? CleanOrNull(string? text) => text is null ? null : Clean(text);

    public static string Json(IReadOnlyDictionary<string, string> map)
    {
        var clean = new Dictionary<string, string>(map.Count, StringComparer.Ordinal);
        foreach (var (key, value) in map)
        {
            clean[Clean(key)] = Clean(value);
        }

        return JsonSerializer.Serialize(clean);
    }

    /// <summary>Identity of a label or argument with its value, or of a folder, short enough for an index whatever their lengths.</summary>
    /// <param name="kind">What it is, so that a label and an argument differ.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    public static Guid Term(char kind, string key, string value) => Hash($"{kind}{Clean(key)}\0{Clean(value)}");

    /// <summary>Identity of a folder with all that lies below it.</summary>
    /// <param name="namespaceName">Its namespace; null for the folders of that path in all of them.</param>
    /// <param name="folder">Its path.</param>
    public static Guid FolderTerm(string? namespaceName, string folder) => namespaceName is null ? Term('a', "", folder) : Term('f', namespaceName, folder);

    /// <summary>Of each folder that a run lies in, from the outermost on.</summary>
    /// <param name="namespaceName">The run's namespace.</param>
    /// <param name="folder">The run's folder; empty for none.</param>
    public static IEnumerable<Guid> FolderTerms(string namespaceName, string folder) =>
        from end in Enumerable.Range(1, folder.Length)
        where end == folder.Length || folder[end] == '/'
        from space in new[] { null, namespaceName }
        select FolderTerm(space, folder[..end]);

    public static Guid Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new Guid(hash[..16]);
    }

    private static string Replace(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0)
            {
                clean.Append(Replacement);
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
