using System.Globalization;

namespace Krewe.Crash.Tests;

/// <summary>How much is killed, and by which dice.</summary>
internal static class CrashSettings
{
    /// <summary>Longest that one test may take; only a hang comes near it.</summary>
    public const int Longest = 1_500_000;

    /// <summary>Kills of one campaign: <c>KREWE_CRASH_KILLS</c> (<c>./test.sh --crash</c> sets 210), else few.</summary>
    public static int Kills => Number("KREWE_CRASH_KILLS") ?? (IsFast ? 10 : 20);

    /// <summary>Seed of the kill moments: <c>KREWE_CRASH_SEED</c>, else a new one each time.</summary>
    public static int Seed => Number("KREWE_CRASH_SEED") ?? Random.Shared.Next(1, 1_000_000);

    public static bool IsFast => Environment.GetEnvironmentVariable("KREWE_FAST") == "1";

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
