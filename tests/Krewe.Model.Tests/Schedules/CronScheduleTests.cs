using System.Globalization;
using CsCheck;
using Krewe.Model.Schedules;

namespace Krewe.Model.Tests.Schedules;

public sealed class CronScheduleTests
{
    private static readonly TimeZoneInfo NewYork = CronSchedule.Zone("America/New_York");

    [Theory]
    [InlineData("* * * * *", "2026-03-05T10:20:30Z", "2026-03-05T10:21:00Z")]
    [InlineData("* * * * *", "2026-03-05T10:20:00Z", "2026-03-05T10:21:00Z")]
    [InlineData("5/20 * * * *", "2026-03-05T10:20:00Z", "2026-03-05T10:25:00Z")]
    [InlineData("0 9-17/4 * * mon-FRI", "2026-03-06T18:00:00Z", "2026-03-09T09:00:00Z")]
    [InlineData("0 0 13 * 5", "2026-03-01T00:00:00Z", "2026-03-06T00:00:00Z")]
    [InlineData("0 0 */2 * 5", "2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z")]
    [InlineData("0 0 29 feb ?", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("@yearly", "2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@weekly", "2026-03-05T00:00:00Z", "2026-03-08T00:00:00Z")]
    [InlineData("@every 1h30m", "2026-03-05T10:20:30.5Z", "2026-03-05T11:50:30Z")]
    [InlineData("CRON_TZ=Asia/Tokyo 0 6 * * *", "2026-03-05T10:20:30Z", "2026-03-05T21:00:00Z")]
    public void Next_IsTheFirstDueMomentAfter(string schedule, string after, string expected) =>
        Assert.Equal(Time(expected), CronSchedule.Parse(schedule, TimeZoneInfo.Utc).Next(Time(after)));

    [Theory]
    [InlineData("", "empty spec string")]
    [InlineData("* * * *", "expected exactly 5 fields, found 4")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59)")]
    [InlineData("10 * * 12737123 *", "above maximum (12)")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1)")]
    [InlineData("* * * * 7", "above maximum (6)")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1)")]
    [InlineData("*/0 * * * *", "step of range should be a positive number")]
    [InlineData("1/2/3 * * * *", "too many slashes")]
    [InlineData("1-2-3 * * * *", "too many hyphens")]
    [InlineData("x * * * *", "failed to parse int from x")]
    [InlineData("@fortnightly", "unrecognized descriptor: @fortnightly")]
    [InlineData("@every soon", "failed to parse duration")]
    [InlineData("CRON_TZ=Mars/Olympus * * * * *", "unknown time zone Mars/Olympus")]
    public void Malformed_SaysWhatIsWrong(string schedule, string expected) =>
        Assert.Contains(expected, CronSchedule.Problem(schedule), StringComparison.Ordinal);

    [Fact]
    public void NeverDue_EndsTheSearch() => Assert.Null(CronSchedule.Parse("0 0 30 2 *", TimeZoneInfo.Utc).Next(Time("2026-01-01T00:00:00Z")));

    [Fact]
    public void SkippedHour_DoesNotRun()
    {
        // Clocks in New York went from 02:00 to 03:00 on 8 March 2026.
        var next = CronSchedule.Parse("30 2 * * *", NewYork).Next(Time("2026-03-07T12:00:00Z"));

        Assert.Equal(Time("2026-03-09T06:30:00Z"), next);
    }

    [Theory]
    [InlineData("30 1 * * *", RepeatedHour.Twice, "05:30 06:30")]
    [InlineData("30 1 * * *", RepeatedHour.Once, "05:30")]
    [InlineData("30 * * * *", RepeatedHour.Once, "04:30 05:30 06:30 07:30")]
    public void RepeatedHour_RunsAsThePolicySays(string text, RepeatedHour policy, string expected)
    {
        // Clocks in New York went from 02:00 back to 01:00 on 1 November 2026, at 06:00 UTC.
        var schedule = CronSchedule.Parse(text, NewYork, policy);
        var found = new List<DateTimeOffset>();
        for (var next = schedule.Next(Time("2026-11-01T04:00:00Z")); next < Time("2026-11-01T08:00:00Z"); next = schedule.Next(next.Value))
        {
            found.Add(next.Value);
        }

        Assert.Equal(expected, string.Join(' ', found.Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture))));
    }

    /// <summary>The answer is the first of all minutes after the moment whose local time is in every field.</summary>
    [Fact]
    public void Next_IsWhatASearchMinuteByMinuteFinds()
    {
        var zones = new[] { "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo" };
        var field = (int least, int most) => Gen.OneOf(
            Gen.Const((Text: "*", Has: (Func<int, bool>)(_ => true))),
            Gen.Int[least, most].Select(value => (Text: value.ToString(CultureInfo.InvariantCulture), Has: (Func<int, bool>)(actual => actual == value))),
            Gen.Select(Gen.Int[least, most], Gen.Int[1, 20], (from, step) => (Text: $"{from}/{step}", Has: (Func<int, bool>)(actual => actual >= from && (actual - from) % step == 0))));
        var day = Gen.Int[0, 4 * 365 * 86400].Select(seconds => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds));
        // Days on which clocks change come up often.
        var change = OneOf("2026-03-08T05:00:00Z", "2026-11-01T04:30:00Z", "2026-03-29T00:10:00Z", "2026-10-25T00:20:00Z", "2026-04-04T14:00:00Z", "2026-10-03T14:00:00Z").Select(text => Time(text));
        Gen.Select(field(0, 59), field(0, 23), Gen.OneOf(day, change), OneOf(zones)).Sample(
            (minute, hour, after, zoneName) =>
            {
                var zone = CronSchedule.Zone(zoneName);
                var schedule = CronSchedule.Parse($"{minute.Text} {hour.Text} * * *", zone);

                var next = schedule.Next(after)!.Value;

                Assert.True(next > after);
                var candidate = new DateTimeOffset(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
                while (TimeZoneInfo.ConvertTime(candidate, zone) is var local && !(minute.Has(local.Minute) && hour.Has(local.Hour)))
                {
                    candidate = candidate.AddMinutes(1);
                }

                Assert.Equal(candidate, next);
            },
            iter: 2000);
    }

    [Fact]
    public void Latest_IsTheLastOfTheSeries()
    {
        Gen.Select(OneOf("* * * * *", "*/7 3 * * *", "@every 90s", "0 0 1 * *", "0 0 30 2 *"), Gen.Int[0, 400_000], Gen.Int[0, 40 * 86400]).Sample(
            (text, start, length) =>
            {
                var schedule = CronSchedule.Parse(text, TimeZoneInfo.Utc);
                var after = Time("2026-01-01T00:00:00Z").AddSeconds(start);
                var before = after.AddSeconds(length);
                DateTimeOffset? expected = null;
                for (var next = schedule.Next(after); next < before; next = schedule.Next(next.Value))
                {
                    expected = next;
                }

                Assert.Equal(expected, schedule.Latest(after, before));
            },
            iter: 200);
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
