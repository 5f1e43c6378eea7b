namespace Krewe.Cli.Rendering;

/// <summary>Times and durations as <c>argo</c> words them.</summary>
internal static class Humanize
{
    private static readonly (long Seconds, string Long, string Short)[] Units =
    [
        (365L * 24 * 3600, "year", "y"),
        (24L * 3600, "day", "d"),
        (3600, "hour", "h"),
        (60, "minute", "m"),
        (1, "second", "s"),
    ];

    /// <summary><c>1 minute 5 seconds</c>: the two largest units.</summary>
    public static string Duration(TimeSpan duration) => Compose(duration, 2, (count, unit) => $"{count} {unit.Long}{(count == 1 ? "" : "s")}", " ");

    /// <summary><c>65s</c> as <c>1m</c>: the largest unit alone.</summary>
    public static string ShortDuration(TimeSpan duration) => Compose(duration, 1, (count, unit) => $"{count}{unit.Short}", "");

    /// <summary><see cref="ShortDuration"/> from start to end, or to now for what is not over; empty for what has not started.</summary>
    public static string ShortSince(DateTimeOffset? start, DateTimeOffset? end, DateTimeOffset now) =>
        start is { } from ? ShortDuration((end ?? now) - from) : "";

    /// <summary>As <c>Mon Jan 02 15:04:05 +0000 (5 minutes ago)</c>.</summary>
    public static string Timestamp(DateTimeOffset time, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        var offset = $"{(local.Offset < TimeSpan.Zero ? '-' : '+')}{local.Offset:hhmm}";
        return $"{local:ddd MMM dd HH:mm:ss} {offset} ({Ago(now - time)})";
    }

    private static string Ago(TimeSpan passed)
    {
        if (Math.Abs(passed.TotalSeconds) < 1)
        {
            return "now";
        }

        var amount = Compose(passed.Duration(), 1, (count, unit) => $"{count} {unit.Long}{(count == 1 ? "" : "s")}", "");
        return passed > TimeSpan.Zero ? $"{amount} ago" : $"{amount} from now";
    }

    private static string Compose(TimeSpan duration, int most, Func<long, (long Seconds, string Long, string Short), string> word, string separator)
    {
        var seconds = Math.Max(0, (long)Math.Floor(duration.TotalSeconds));
        if (seconds == 0)
        {
            return word(0, Units[^1]);
        }

        var words = new List<string>();
        foreach (var unit in Units)
        {
            var count = seconds / unit.Seconds;
            seconds %= unit.Seconds;
            if (count > 0 && words.Count < most)
            {
                words.Add(word(count, unit));
            }
            else if (words.Count > 0)
            {
                break;
            }
        }

        return string.Join(separator, words);
    }
}
