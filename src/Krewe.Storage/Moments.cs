namespace Krewe.Storage;

/// <summary>Moments as stored: whole milliseconds since 1970.</summary>
public static class Moments
{
    /// <summary>The moment as stored.</summary>
    /// <param name="moment">The moment.</param>
    public static long ToStored(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    /// <summary>The first moment as stored that is not before this one: a bound between two of them.</summary>
    /// <param name="moment">The moment.</param>
    public static long ToStoredBound(DateTimeOffset moment)
    {
        var stored = ToStored(moment);
        return FromStored(stored) < moment ? stored + 1 : stored;
    }

    /// <summary>The stored moment.</summary>
    /// <param name="stored">Milliseconds since 1970.</param>
    public static DateTimeOffset FromStored(long stored) => DateTimeOffset.FromUnixTimeMilliseconds(stored);

    /// <summary>What is left of a moment once stored.</summary>
    /// <param name="moment">The moment.</param>
    public static DateTimeOffset Trim(DateTimeOffset moment) => FromStored(ToStored(moment));
}
