using System.CommandLine.Parsing;
using System.Globalization;

namespace Krewe.Cli;

/// <summary>Durations as Argo's flags take them: <c>90s</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static class Durations
{
    public static TimeSpan? Parse(string text)
    {
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.".AsSpan());
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return null;
            }

            rest = rest[digits..];
            var length = rest.StartsWith("ms") ? 2 : 1;
            var unit = rest[..length].ToString();
            double? seconds = unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, "d" => 86400, _ => null };
            if (seconds is null || amount * seconds.Value > TimeSpan.FromDays(36500).TotalSeconds)
            {
                return null;
            }

            total += TimeSpan.FromSeconds(amount * seconds.Value);
            rest = rest[length..];
        }

        return text.Length == 0 ? null : total;
    }

    /// <summary>For <c>CustomParser</c> of an option.</summary>
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (Parse(text) is { } duration)
        {
            return duration;
        }

        result.AddError($"\"{text}\" is not a duration such as 90s, 1h30m or 2d");
        return null;
    }
}
