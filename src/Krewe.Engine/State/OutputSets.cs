using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Sets of outputs.</summary>
internal static class OutputSets
{
    /// <summary><paramref name="upper"/> over <paramref name="lower"/>, entry by entry.</summary>
    public static Outputs? Merge(Outputs? lower, Outputs? upper)
    {
        if (lower is null || upper is null)
        {
            return upper ?? lower;
        }

        return lower with
        {
            Parameters = Merge(lower.Parameters, upper.Parameters, p => p.Name),
            Artifacts = Merge(lower.Artifacts, upper.Artifacts, a => a.Name),
            Result = upper.Result ?? lower.Result,
            ExitCode = upper.ExitCode ?? lower.ExitCode,
        };
    }

    /// <summary>The parameters and artifacts of <paramref name="outputs"/> that <paramref name="known"/> does not hold as they are; null: none.</summary>
    public static Outputs? Without(Outputs? outputs, Outputs? known)
    {
        var parameters = outputs?.Parameters?.Where(p => known?.Parameters?.Contains(p) != true).ToList();
        var artifacts = outputs?.Artifacts?.Where(a => known?.Artifacts?.Contains(a) != true).ToList();
        return parameters is { Count: > 0 } || artifacts is { Count: > 0 }
            ? new Outputs { Parameters = parameters is { Count: > 0 } ? parameters : null, Artifacts = artifacts is { Count: > 0 } ? artifacts : null }
            : null;
    }

    private static IReadOnlyList<T>? Merge<T>(IReadOnlyList<T>? lower, IReadOnlyList<T>? upper, Func<T, string?> name)
    {
        if (lower is null || upper is null)
        {
            return upper ?? lower;
        }

        var merged = lower.ToList();
        foreach (var item in upper)
        {
            var at = merged.FindIndex(other => name(other) == name(item));
            if (at < 0)
            {
                merged.Add(item);
            }
            else
            {
                merged[at] = item;
            }
        }

        return merged;
    }
}
