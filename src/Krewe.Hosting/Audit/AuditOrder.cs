using System.Globalization;

namespace Krewe.Hosting;

/// <summary>Gives records of the log their times and ids, so that the log tells those of one engine in the order in which they were begun.</summary>
/// <remarks>
/// The log is told by time, in milliseconds, and then by id. Ids are UUIDs of version 7, whose random part would put two of one
/// millisecond in any order: its first 12 bits are a number here that grows within the millisecond. A clock that goes back a little
/// is waited for; one that goes back by more was wrong before, and is believed. Safe for use by many threads.
/// </remarks>
internal sealed class AuditOrder
{
    private const int MostInAMillisecond = 1 << 12;

    private const long SmallStep = 5_000;

    private readonly Lock _gate = new();
    private long _last = long.MinValue;
    private int _number;

    /// <summary>The next place in the log.</summary>
    public (string Id, DateTimeOffset At) Next(DateTimeOffset now)
    {
        lock (_gate)
        {
            var moment = now.ToUnixTimeMilliseconds();
            if (moment > _last || moment < _last - SmallStep)
            {
                (_last, _number) = (moment, 0);
            }
            else if (++_number == MostInAMillisecond)
            {
                (_last, _number) = (_last + 1, 0);
            }

            var at = DateTimeOffset.FromUnixTimeMilliseconds(_last);
            return (Id(at, _number), at);
        }
    }

    private static string Id(DateTimeOffset at, int number)
    {
        var id = Guid.CreateVersion7(at).ToString("n");
        return string.Create(CultureInfo.InvariantCulture, $"{id.AsSpan(0, 13)}{number:x3}{id.AsSpan(16)}");
    }
}
