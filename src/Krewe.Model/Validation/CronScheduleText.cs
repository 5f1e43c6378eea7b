using System.Globalization;

namespace Krewe.Model.Validation;

/// <summary>The grammar of schedules: five fields, or <c>@daily</c> and its like, or <c>@every 1h30m</c>; a time zone may stand before.</summary>
internal static class CronScheduleText
{
    private static readonly (int Least, int Most, string[] Names)[] Fields =
    [
        (0, 59, []),
        (0, 23, []),
        (1, 31, []),
        (1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>What is wrong with a schedule, or null.</summary>
    public static string? Problem(string? schedule)
    {
        var text = schedule?.Trim() ?? "";
        if (text.Length == 0)
        {
            return "empty spec string";
        }

        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var end = text.IndexOf(' ', StringComparison.Ordinal);
            var zone = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..(end < 0 ? text.Length : end)];
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            {
                return $"provided bad location {zone}: unknown time zone {zone}";
            }

            text = end < 0 ? "" : text[end..].Trim();
        }

        return text.StartsWith('@') ? Descriptor(text) : FieldsOf(text);
    }

    private static string? Descriptor(string text)
    {
        if (text.StartsWith("@every ", StringComparison.Ordinal))
        {
            return GoDuration.TryParse(text["@every ".Length..], out _) ? null : $"failed to parse duration {text}";
        }

        return text is "@yearly" or "@annually" or "@monthly" or "@weekly" or "@daily" or "@midnight" or "@hourly" ? null : $"unrecognized descriptor: {text}";
    }

    private static string? FieldsOf(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"expected exactly 5 fields, found {parts.Length}: [{string.Join(' ', parts)}]");
        }

        return parts.SelectMany((part, i) => part.Split(',').Select(range => Range(range, Fields[i]))).FirstOrDefault(problem => problem is not null);
    }

    private static string? Range(string range, (int Least, int Most, string[] Names) field)
    {
        var stepAt = range.Split('/');
        var bounds = stepAt[0].Split('-');
        if (stepAt.Length > 2 || bounds.Length > 2)
        {
            return stepAt.Length > 2 ? $"too many slashes: {range}" : $"too many hyphens: {range}";
        }

        if (stepAt.Length == 2 && (!int.TryParse(stepAt[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step == 0))
        {
            return stepAt[1] == "0" ? $"step of range should be a positive number: {range}" : $"failed to parse int from {stepAt[1]}";
        }

        if (bounds[0] is "*" or "?" && bounds.Length == 1)
        {
            return null;
        }

        if (Number(bounds[0], field.Names) is not { } start || Number(bounds[^1], field.Names) is not { } end)
        {
            return $"failed to parse int from {stepAt[0]}";
        }

        return start < field.Least ? string.Create(CultureInfo.InvariantCulture, $"beginning of range ({start}) below minimum ({field.Least}): {range}")
            : end > field.Most ? string.Create(CultureInfo.InvariantCulture, $"end of range ({end}) above maximum ({field.Most}): {range}")
            : start > end ? string.Create(CultureInfo.InvariantCulture, $"beginning of range ({start}) beyond end of range ({end}): {range}")
            : null;
    }

    private static int? Number(string text, string[] names)
    {
        var named = Array.FindIndex(names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            return names.Length == 12 ? named + 1 : named;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
