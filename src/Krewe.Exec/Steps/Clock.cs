namespace Krewe.Exec.Steps;

internal static class Clock
{
    /// <summary>Unix time in microseconds.</summary>
    public static long Now => (TimeProvider.System.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
