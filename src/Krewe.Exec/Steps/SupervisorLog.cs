using System.Globalization;

namespace Krewe.Exec.Steps;

/// <summary>What the supervisor says about itself: standard error, which the starter points at a file.</summary>
internal static class SupervisorLog
{
    public static void Write(string text) =>
        Console.Error.WriteLine(TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture) + text);
}
