using System.Globalization;

namespace Krewe.Model.Schedules;

/// <summary>One field of a schedule as the set of values it allows.</summary>
/// <param name="Values">Bit <c>n</c> stands for value <c>n</c>.</param>
/// <param name="IsStar">Whether the field was left open (<c>*</c> or <c>?</c> without a step): matters where day of month meets day of week.</param>
internal readonly record struct ScheduleField(ulong Values, bool IsStar)
{
    public bool Has(int value) => (Values >> value & 1) != 0;

    /// <summary>Reads a comma list of ranges; empty parts between commas are skipped, as Argo's parser does.</summary>
    /// <exception cref="FormatException">The text is malformed.</exception>
    public static ScheduleField Parse(string text, FieldBounds bounds) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => Range(part, bounds)).Aggregate(
            new ScheduleField(0, false),
            static (all, next) => new ScheduleField(all.Values | next.Values, all.IsStar || next.IsStar));

    private static ScheduleField Range(string text, FieldBounds bounds)
    {
        var stepped = text.Split('/');
        var ends = stepped[0].Split('-');
        var isStar = ends[0] is "*" or "?";
        int start, end;
        if (isStar)
        {
            (start, end) = (bounds.Least, bounds.Most);
        }
        else
        {
            start = Number(ends[0], bounds.Names, bounds.Least);
            end = ends.Length switch
            {
                1 => start,
                2 => Number(ends[1], bounds.Names, bounds.Least),
                _ => throw new FormatException($"too many hyphens: {text}"),
            };
        }

        var step = 1;
        if (stepped.Length > 2)
        {
            throw new FormatException($"too many slashes: {text}");
        }

        if (stepped.Length == 2)
        {
            step = Number(stepped[1], [], 0);
            // "5/15" means "from 5 on, every 15".
            end = ends.Length == 1 ? bounds.Most : end;
            isStar &= step <= 1;
        }

        if (Problem(start, end, step, bounds) is { } problem)
        {
            throw new FormatException($"{problem}: {text}");
        }

        var values = 0UL;
        for (var value = start; value <= end; value += step)
        {
            values |= 1UL << value;
        }

        return new ScheduleField(values, isStar);
    }

    private static string? Problem(int start, int end, int step, FieldBounds bounds) =>
        start < bounds.Least ? string.Create(CultureInfo.InvariantCulture, $"beginning of range ({start}) below minimum ({bounds.Least})")
        : end > bounds.Most ? string.Create(CultureInfo.InvariantCulture, $"end of range ({end}) above maximum ({bounds.Most})")
        : start > end ? string.Create(CultureInfo.InvariantCulture, $"beginning of range ({start}) beyond end of range ({end})")
        : step == 0 ? "step of range should be a positive number"
        : null;

    private static int Number(string text, IReadOnlyList<string> names, int first)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], text, StringComparison.OrdinalIgnoreCase))
            {
                return first + i;
            }
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException($"failed to parse int from {text}");
        }

        return number >= 0 ? number : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"negative number ({number}) not allowed: {text}"));
    }
}
