using System.Globalization;
using System.Text;

namespace Krewe.Cli;

/// <summary>A layout of Go's <c>time</c> package, such as <c>2006-01-02 15:04</c>, for reading and writing times in UTC.</summary>
internal sealed class TimeLayout
{
    private static readonly Dictionary<string, string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["RFC1123"] = "Mon, 02 Jan 2006 15:04:05 MST",
        ["RFC3339"] = "2006-01-02T15:04:05Z07:00",
        ["DateTime"] = "2006-01-02 15:04:05",
        ["DateOnly"] = "2006-01-02",
    };

    // Longer ones first, so that a part is not taken for a shorter one.
    private static readonly (string Go, string Net)[] Parts =
    [
        ("January", "MMMM"), ("Monday", "dddd"), ("Z07:00", "K"), ("-07:00", "zzz"), ("2006", "yyyy"), ("-0700", "zzz"), ("Jan", "MMM"), ("Mon", "ddd"), ("MST", "'UTC'"),
        ("01", "MM"), ("02", "dd"), ("03", "hh"), ("04", "mm"), ("05", "ss"), ("06", "yy"), ("15", "HH"), ("PM", "tt"),
    ];

    private readonly string _format;

    private TimeLayout(string text, string format)
    {
        Text = text;
        _format = format;
    }

    /// <summary>The layout as Go writes it.</summary>
    public string Text { get; }

    public static TimeLayout Of(string nameOrLayout)
    {
        var text = Named.GetValueOrDefault(nameOrLayout, nameOrLayout);
        var format = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var (go, net) = Array.Find(Parts, part => string.CompareOrdinal(text, i, part.Go, 0, part.Go.Length) == 0);
            format.Append(go is null ? $"\\{text[i]}" : net);
            i += go?.Length ?? 1;
        }

        return new TimeLayout(text, format.ToString());
    }

    public string Format(DateTimeOffset time) => time.UtcDateTime.ToString(_format, CultureInfo.InvariantCulture);

    public DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(text.Replace("GMT", "UTC", StringComparison.Ordinal), _format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
