namespace Krewe.Model.Submission;

/// <summary>Texts of the form <c>a=1</c>; labels and annotations on a command line: <c>a=1,b=2</c>.</summary>
internal static class Pairs
{
    public static Changed<Dictionary<string, string>> Parse(string? text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in string.IsNullOrEmpty(text) ? [] : text.Split(','))
        {
            var parts = pair.Split('=');
            if (parts.Length != 2)
            {
                return new(null, $"unexpected label spec: {pair}");
            }

            if (parts[0].Length == 0)
            {
                return new(null, "unexpected empty label key");
            }

            pairs[parts[0]] = parts[1];
        }

        return new(pairs, null);
    }

    /// <summary>The texts of a list that somebody sent: a null among them is an empty one, as Argo reads it.</summary>
    public static IEnumerable<string> Texts(IReadOnlyList<string> list) => list.Select(text => text ?? "");

    public static IReadOnlyDictionary<string, string>? Over(IReadOnlyDictionary<string, string>? old, Dictionary<string, string> given)
    {
        if (given.Count == 0)
        {
            return old;
        }

        var result = new Dictionary<string, string>(old ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (key, value) in given)
        {
            result[key] = value;
        }

        return result;
    }
}
