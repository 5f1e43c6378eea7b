using System.Globalization;
using Krewe.Model.Validation;

namespace Krewe.Model.Schedules;

/// <summary>When a cron workflow is due: five fields, <c>@daily</c> and its like, or <c>@every 1h30m</c>, in a time zone.</summary>
/// <remarks>
/// Accepts and refuses what Argo's parser (robfig/cron, standard form) does. Times are judged by the local clock: a local time
/// that the clock skips does not come, one that it repeats comes twice. Immutable.
/// </remarks>
public sealed class CronSchedule
{
    /// <summary>A schedule that matches nothing for so long (30 February) is held never to match.</summary>
    private const int YearsAhead = 5;

    /// <summary>No zone moves its clock further at once; long jumps stop short by it and go on in small steps.</summary>
    private static readonly TimeSpan ClockChange = TimeSpan.FromHours(3);

    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan? _every;
    private readonly ScheduleField _minute;
    private readonly ScheduleField _hour;
    private readonly ScheduleField _day;
    private readonly ScheduleField _month;
    private readonly ScheduleField _weekday;

    private CronSchedule(TimeZoneInfo zone, TimeSpan every)
    {
        _zone = zone;
        _every = every;
    }

    private CronSchedule(TimeZoneInfo zone, IReadOnlyList<string> fields)
    {
        _zone = zone;
        _minute = ScheduleField.Parse(fields[0], FieldBounds.Minute);
        _hour = ScheduleField.Parse(fields[1], FieldBounds.Hour);
        _day = ScheduleField.Parse(fields[2], FieldBounds.DayOfMonth);
        _month = ScheduleField.Parse(fields[3], FieldBounds.Month);
        _weekday = ScheduleField.Parse(fields[4], FieldBounds.DayOfWeek);
    }

    /// <summary>What becomes of local times that come twice.</summary>
    public RepeatedHour RepeatedHour { get; init; }

    /// <summary>Reads a schedule; <c>CRON_TZ=zone</c> or <c>TZ=zone</c> may stand before it.</summary>
    /// <param name="text">The schedule.</param>
    /// <param name="zone">Zone of a schedule that names none; the machine's when null.</param>
    /// <param name="repeatedHour">What becomes of local times that come twice.</param>
    /// <exception cref="FormatException">The text is malformed; the message says where.</exception>
    public static CronSchedule Parse(string? text, TimeZoneInfo? zone = null, RepeatedHour repeatedHour = RepeatedHour.Twice)
    {
        var rest = text ?? "";
        if (rest.Length == 0)
        {
            throw new FormatException("empty spec string");
        }

        zone ??= TimeZoneInfo.Local;
        if (rest.StartsWith("TZ=", StringComparison.Ordinal) || rest.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var end = rest.IndexOf(' ', StringComparison.Ordinal);
            zone = Zone(rest[(rest.IndexOf('=', StringComparison.Ordinal) + 1)..(end < 0 ? rest.Length : end)]);
            rest = end < 0 ? "" : rest[end..].Trim();
        }

        if (rest.StartsWith("@every ", StringComparison.Ordinal))
        {
            return GoDuration.TryParse(rest["@every ".Length..], out var every)
                ? new CronSchedule(zone, TimeSpan.FromSeconds(Math.Max(1, Math.Floor(every.TotalSeconds))))
                : throw new FormatException($"failed to parse duration {rest}");
        }

        var fields = (rest.StartsWith('@') ? Fields(rest) : rest).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronSchedule(zone, fields) { RepeatedHour = repeatedHour }
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]"));
    }

    /// <summary>A time zone by its IANA name.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static TimeZoneInfo Zone(string name) => name is "" or "UTC" ? TimeZoneInfo.Utc
        : name == "Local" ? TimeZoneInfo.Local
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : throw new FormatException($"provided bad location {name}: unknown time zone {name}");

    /// <summary>What is wrong with a schedule, or null.</summary>
    public static string? Problem(string? text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The first moment after another one at which the schedule is due; null when there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        // Whole seconds: what is due at a full minute is due at its beginning.
        var floor = new DateTimeOffset(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        if (_every is { } every)
        {
            return floor + every;
        }

        var (moment, local) = AtMinute(floor.AddSeconds(1));
        var last = local.Year + YearsAhead;
        while (local.Year <= last)
        {
            if (!_month.Has(local.Month))
            {
                (moment, local) = Towards(moment, local, new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1));
            }
            else if (!HasDay(local))
            {
                (moment, local) = Towards(moment, local, local.Date.AddDays(1));
            }
            else if (!_hour.Has(local.Hour))
            {
                (moment, local) = AtMinute(moment.AddMinutes(60 - local.Minute));
            }
            else if (!_minute.Has(local.Minute) || IsRepetition(moment, local))
            {
                (moment, local) = AtMinute(moment.AddMinutes(1));
            }
            else
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>As <see cref="Next(DateTimeOffset)"/>, but <c>@every</c> counts in whole steps from an anchor.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset anchor)
    {
        if (_every is not { } every)
        {
            return Next(after);
        }

        var start = new DateTimeOffset(anchor.UtcTicks - (anchor.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return start + (every * (Math.Floor((after - start) / every) + 1));
    }

    /// <summary>The latest moment between two others, both left out, at which the schedule is due; <c>@every</c> counts from the first.</summary>
    public DateTimeOffset? Latest(DateTimeOffset after, DateTimeOffset before)
    {
        if (_every is { } every)
        {
            var steps = Math.Ceiling((before - Next(after)!.Value) / every);
            return steps > 0 ? Next(after)!.Value + (every * (steps - 1)) : null;
        }

        // Looked for in ever longer stretches from the end: it mostly lies close, and the beginning may be years away.
        for (var stretch = TimeSpan.FromHours(1); ; stretch *= 8)
        {
            var from = before - stretch > after ? before - stretch : after;
            DateTimeOffset? latest = null;
            for (var due = Next(from); due < before; due = Next(due.Value))
            {
                latest = due;
            }

            if (latest is not null || from == after)
            {
                return latest;
            }
        }
    }

    // Where both day fields are restricted, either one is enough.
    private bool HasDay(DateTime local)
    {
        var (day, weekday) = (_day.Has(local.Day), _weekday.Has((int)local.DayOfWeek));
        return _day.IsStar || _weekday.IsStar ? day && weekday : day || weekday;
    }

    private bool IsRepetition(DateTimeOffset moment, DateTime local) =>
        RepeatedHour == RepeatedHour.Once && !_hour.IsStar && _zone.IsAmbiguousTime(local) && _zone.GetUtcOffset(moment) == _zone.GetAmbiguousTimeOffsets(local).Min();

    private (DateTimeOffset Moment, DateTime Local) Towards(DateTimeOffset moment, DateTime local, DateTime target)
    {
        var distance = target - local;
        return AtMinute(distance > ClockChange + TimeSpan.FromHours(1) ? moment + distance - ClockChange : moment.AddMinutes(60 - local.Minute));
    }

    private (DateTimeOffset Moment, DateTime Local) AtMinute(DateTimeOffset moment)
    {
        var rest = moment.UtcTicks % TimeSpan.TicksPerMinute;
        var whole = rest == 0 ? moment : moment.AddTicks(TimeSpan.TicksPerMinute - rest);
        return (whole, TimeZoneInfo.ConvertTime(whole, _zone).DateTime);
    }

    private static string Fields(string descriptor) => descriptor switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => throw new FormatException($"unrecognized descriptor: {descriptor}"),
    };
}
