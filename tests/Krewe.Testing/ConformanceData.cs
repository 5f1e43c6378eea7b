namespace Krewe.Testing;

/// <summary>Finds Argo's own test data, which lies beside the repository (or where <c>KREWE_CONFORMANCE</c> says) and is read in place.</summary>
public static class ConformanceData
{
    /// <summary>Root folder of the data, or null when this machine does not have it.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Path below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root ?? throw new InvalidOperationException("no conformance data"), .. parts]);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KREWE_CONFORMANCE") is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? given : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            {
                var data = Path.Combine(folder.Parent?.FullName ?? "/", "shared", "conformance");
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }
}
