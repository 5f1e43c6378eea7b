using System.Globalization;

namespace Krewe.Model.Documents;

/// <summary>Paths in a resource: <c>spec.templates[0].name</c>; keys that are no plain words as <c>metadata.labels["a/b.c"]</c>.</summary>
public static class DocumentPath
{
    /// <summary>Path of a key below a path.</summary>
    public static string Append(string path, string key)
    {
        if (!IsPlain(key))
        {
            return $"{path}[\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
        }

        return path.Length == 0 ? key : $"{path}.{key}";
    }

    /// <summary>Path of a list element below a path.</summary>
    public static string Append(string path, int index) => $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>Parts of a path: <see cref="string"/> for keys, <see cref="int"/> for indexes; null when it is no path.</summary>
    public static IReadOnlyList<object>? Split(string path)
    {
        var parts = new List<object>();
        var at = 0;
        while (at < path.Length)
        {
            if (path[at] == '[')
            {
                if (!ReadBracket(path, ref at, parts))
                {
                    return null;
                }

                continue;
            }

            if (path[at] == '.')
            {
                at++;
            }

            var end = path.AsSpan(at).IndexOfAny('.', '[');
            end = end < 0 ? path.Length : at + end;
            if (end == at)
            {
                return null;
            }

            parts.Add(path[at..end]);
            at = end;
        }

        return parts;
    }

    private static bool ReadBracket(string path, ref int at, List<object> parts)
    {
        at++;
        if (at < path.Length && path[at] == '"')
        {
            var key = new System.Text.StringBuilder();
            for (at++; at < path.Length && path[at] != '"'; at++)
            {
                if (path[at] == '\\' && at + 1 < path.Length)
                {
                    at++;
                }

                key.Append(path[at]);
            }

            parts.Add(key.ToString());
            at += 2;
            return at <= path.Length && path[at - 1] == ']';
        }

        var close = path.IndexOf(']', at);
        if (close < 0 || !int.TryParse(path.AsSpan(at, close - at), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }

        parts.Add(index);
        at = close + 1;
        return true;
    }

    private static bool IsPlain(string key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '$'))
            {
                return false;
            }
        }

        return key.Length > 0;
    }
}
