using System.Globalization;

namespace Krewe.Engine;

/// <summary><c>N/M</c>.</summary>
internal static class ProgressText
{
    public static bool TryParse(string? text, out long done, out long all)
    {
        (done, all) = (0, 0);
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0
            && long.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out done)
            && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out all);
    }

    public static string Complete(string text) => TryParse(text, out _, out var all) ? $"{all}/{all}" : text;
}
