using System.Globalization;
using Krewe.Expressions.Filters;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Comparisons of filters (<c>&gt;10m</c>, <c>5..9</c>) as ranges of whole numbers.</summary>
/// <param name="now">The present moment.</param>
internal sealed class FilterRanges(DateTimeOffset now)
{
    private delegate (long From, long To)? Reader(string text);

    /// <summary>Whole numbers.</summary>
    public NumberRange Numbers(FilterValue value) =>
        Read(value, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (number, number) : null, "a whole number, such as 5, >0 or 1..9");

    /// <summary>Moments in milliseconds; so long ago alone means since then.</summary>
    public NumberRange Moments(FilterValue value)
    {
        var range = Read(
            value,
            text => FilterMoments.Moment(text, now) is { } moment ? (Stored(moment.From), Math.Max(Stored(moment.From), Stored(moment.To) - 1)) : null,
            "a moment, such as >2d (within the last two days), 2026-01-31, today or 2026-01-31T08:00:00Z..now");
        return FilterSpans.Parse(value.Text) is null ? range : range with { To = null };
    }

    /// <summary>Spans in milliseconds, which nobody means to the millisecond.</summary>
    public NumberRange Spans(FilterValue value)
    {
        const string Wanted = "a comparison with a time, such as >10m, <=1h30m or 5m..2h";
        var range = Read(value, text => FilterSpans.Parse(text) is { } span ? ((long)span.TotalMilliseconds, (long)span.TotalMilliseconds) : null, Wanted);
        return FilterSpans.Parse(value.Text) is null ? range : throw Wrong(value, Wanted);
    }

    /// <summary>Ages, as moments: the older, the earlier.</summary>
    public NumberRange Ages(FilterValue value)
    {
        var age = Spans(value);
        var here = Stored(now);
        return new NumberRange(here - age.To, here - age.From);
    }

    private static NumberRange Read(FilterValue value, Reader read, string wanted)
    {
        var text = value.Text;
        var range = text.IndexOf("..", StringComparison.Ordinal);
        if (range >= 0)
        {
            var (from, to) = (text[..range], text[(range + 2)..]);
            return from.Length + to.Length > 0
                ? new NumberRange(from.Length == 0 ? null : Of(from).From, to.Length == 0 ? null : Of(to).To)
                : throw Wrong(value, wanted);
        }

        return text switch
        {
            ['>', '=', ..] => new(Of(text[2..]).From, null),
            ['<', '=', ..] => new(null, Of(text[2..]).To),
            ['>', ..] => new(Of(text[1..]).To + 1, null),
            ['<', ..] => new(null, Of(text[1..]).From - 1),
            ['=', ..] => new(Of(text[1..]).From, Of(text[1..]).To),
            _ => new(Of(text).From, Of(text).To),
        };

        (long From, long To) Of(string part) => read(part) ?? throw Wrong(value, wanted);
    }

    private static FilterProblem Wrong(FilterValue value, string wanted) => new($"\"{value.Text}\" is not {wanted}", value.Offset);

    private static long Stored(DateTimeOffset moment) => Storage.Moments.ToStored(moment);
}
