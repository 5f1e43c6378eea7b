using System.Globalization;
using System.Text.RegularExpressions;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

/// <summary>The pod's <c>terminationGracePeriodSeconds</c>, which only a patch can set.</summary>
internal static partial class GracePeriod
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>Reads the patch as far as it is plain JSON or YAML with a number.</summary>
    public static TimeSpan Of(Template template) =>
        template.PodSpecPatch is { } patch && Setting().Match(patch) is { Success: true } match
            ? TimeSpan.FromSeconds(int.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture))
            : Default;

    [GeneratedRegex("""(^|[\s{,"'])terminationGracePeriodSeconds["']?\s*:\s*(?<seconds>[0-9]{1,6})\b""", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
