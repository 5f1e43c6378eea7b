using Krewe.Client;

namespace Krewe.Cli.Engine;

internal static class DataFolders
{
    /// <summary>The folder asked for, else <c>$KREWE_DATA</c>, else <c>krewe</c> among the user's data.</summary>
    public static DataFolder Resolve(string? given, Func<string, string?> environment)
    {
        var path = FirstText(given, environment("KREWE_DATA"));
        if (path is null)
        {
            var shared = FirstText(environment("XDG_DATA_HOME")) ?? Path.Combine(FirstText(environment("HOME")) ?? ".", ".local", "share");
            path = Path.Combine(shared, "krewe");
        }

        return new DataFolder(Path.GetFullPath(path));
    }

    private static string? FirstText(params string?[] candidates) => candidates.FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate));
}
