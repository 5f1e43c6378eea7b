using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Tags;

/// <summary>How replacement treats tags that do not resolve.</summary>
public sealed record TagReplaceOptions
{
    /// <summary>Unknown tags stay in place, for a later pass.</summary>
    public static TagReplaceOptions Lenient { get; } = new() { AllowUnresolved = true };

    /// <summary>Every tag must resolve.</summary>
    public static TagReplaceOptions Strict { get; } = new() { AllowUnresolved = false };

    /// <summary>Whether unknown tags (but those of <see cref="StrictPrefixes"/>) stay in place instead of being errors.</summary>
    public bool AllowUnresolved { get; init; } = true;

    /// <summary>
    /// First parts of names that must resolve although others need not; <c>tasks</c> means <c>tasks</c> and <c>tasks.…</c>.
    /// Names with <c>.outputs.artifacts.</c> are exempt in simple tags: artifacts are resolved by other means.
    /// </summary>
    public IReadOnlyList<string> StrictPrefixes { get; init; } = [];

    /// <summary>Whether <c>{{=…}}</c> is evaluated; false leaves such tags in place.</summary>
    public bool EvaluateExpressions { get; init; } = true;

    /// <summary>Whether an expression that fails, or is nil, stays in place even with all its variables known (validation works with made-up values).</summary>
    public bool TolerateFailures { get; init; }

    /// <summary>What each expression may use up.</summary>
    public EvaluationLimits Limits { get; init; } = EvaluationLimits.Default;

    /// <summary>Unknown tags stay in place unless their name starts with one of these.</summary>
    public static TagReplaceOptions StrictFor(params IReadOnlyList<string> prefixes) => new() { StrictPrefixes = prefixes };

    internal bool IsStrict(string name)
    {
        if (!AllowUnresolved)
        {
            return true;
        }

        foreach (var prefix in StrictPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '.'))
            {
                return true;
            }
        }

        return false;
    }
}
