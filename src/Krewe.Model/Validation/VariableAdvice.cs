using Krewe.Model.Manifests;

namespace Krewe.Model.Validation;

/// <summary>What to write in place of a variable that is not known.</summary>
internal static class VariableAdvice
{
    private const int MostNames = 8;

    /// <summary>The end of a sentence: the nearest name, else what there is of the same family; nothing when there is neither.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="known">The variables that are known at its place.</param>
    public static string Of(string name, IEnumerable<string> known)
    {
        var names = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (names.Where(other => IsNear(name, other)).MinBy(other => Suggestion.Distance(name, other)) is { } near)
        {
            return $"; did you mean \"{near}\"?";
        }

        foreach (var prefix in Prefixes(name))
        {
            var there = names.Where(other => other.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (there.Count > 0)
            {
                return $"; there {(there.Count == 1 ? "is" : "are")} {string.Join(", ", there.Take(MostNames))}{(there.Count > MostNames ? $" and {there.Count - MostNames} more" : "")}";
            }
        }

        return "";
    }

    /// <summary>Part by part: long names of one family would else be near each other by what they share.</summary>
    private static bool IsNear(string name, string other)
    {
        var (parts, others) = (name.Split('.'), other.Split('.'));
        return parts.Length == others.Length && parts[0] == others[0] && parts.Zip(others).All(pair => pair.First == pair.Second || Suggestion.For(pair.First, [pair.Second]) is not null);
    }

    /// <summary><c>tasks.a.outputs.</c>, <c>tasks.a.</c>, <c>tasks.</c> of <c>tasks.a.outputs.x</c>.</summary>
    private static IEnumerable<string> Prefixes(string name)
    {
        for (var end = name.LastIndexOf('.'); end > 0; end = name.LastIndexOf('.', end - 1))
        {
            yield return name[..(end + 1)];
        }
    }
}
