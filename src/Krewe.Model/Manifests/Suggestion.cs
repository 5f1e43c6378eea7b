namespace Krewe.Model.Manifests;

/// <summary>"Did you mean": the known name nearest to a misspelt one.</summary>
public static class Suggestion
{
    /// <summary>The nearest name within a third of the length (at least one edit), or null.</summary>
    /// <param name="name">The misspelt name.</param>
    /// <param name="known">The names there are.</param>
    public static string? For(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string? best = null;
        var bestDistance = Math.Max(1, Math.Min(name.Length, 64) / 3) + 1;
        if (name.Length > 64)
        {
            return null;
        }

        foreach (var candidate in known)
        {
            var distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>The end of a sentence that asks for the nearest name, or nothing.</summary>
    /// <param name="name">The misspelt name.</param>
    /// <param name="known">The names there are.</param>
    public static string Text(string name, IEnumerable<string> known) => For(name, known) is { } best ? $"; did you mean \"{best}\"?" : "";

    /// <summary>Edits (insert, delete, replace, swap of neighbours) between two names, case aside.</summary>
    internal static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                var swapped = i > 1 && j > 1
                    && char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 2])
                    && char.ToLowerInvariant(left[i - 2]) == char.ToLowerInvariant(right[j - 1]);
                if (swapped)
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[right.Length];
    }
}
