namespace Krewe.Storage;

/// <summary>Moments as stored: whole milliseconds since 1970.</summary>
public static class Moments
{
    /// <summary>The moment as stored.</summary>
    /// <param name="moment">The moment.</param>
    public static long ToStored(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    /// <summary>The stored moment.</summary>
    /// <param name="stored">Milliseconds since 1970.</param>
    public static DateTimeOffset FromStored(long stored) => DateTimeOffset.FromUnixTimeMilliseconds(stored);

    /// <summary>What is left of a moment once stored.</summary>
    /// <param name="moment">The moment.</param>
    public static DateTimeOffset Trim(DateTimeOffset moment) => FromStored(ToStored(moment));
}
