using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Krewe.Expressions.Sprig;

/// <summary>A version as semver.org has it, with missing parts read as 0.</summary>
internal sealed record SemanticVersion(long Major, long Minor, long Patch, string Prerelease, string Metadata, string Original)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        var rest = text.StartsWith('v') ? text[1..] : text;
        var (core, metadata) = Cut(rest, '+');
        (core, var prerelease) = Cut(core, '-');
        var parts = core.Split('.');
        var numbers = new long[3];
        if (parts.Length > 3)
        {
            return false;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        version = new SemanticVersion(numbers[0], numbers[1], numbers[2], prerelease, metadata, text);
        return true;
    }

    public int OrderTo(SemanticVersion other)
    {
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return order != 0 ? order
            : Prerelease.Length == 0 || other.Prerelease.Length == 0 ? other.Prerelease.Length.CompareTo(Prerelease.Length) switch { 0 => 0, var o => Math.Sign(o) }
            : ComparePrerelease(Prerelease.Split('.'), other.Prerelease.Split('.'));
    }

    private static int ComparePrerelease(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var a = long.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var x);
            var b = long.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var y);
            var order = a && b ? x.CompareTo(y) : a != b ? (a ? -1 : 1) : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, "");
}
