using Krewe.Cli.Rendering;

namespace Krewe.Cli.Tests;

/// <summary>Expected output kept in <c>Golden/</c>. With KREWE_UPDATE_GOLDEN=1 the files are written instead of compared.</summary>
internal static class GoldenFile
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "Krewe.Cli.Tests", "Golden");

    public static void Equal(string name, IEnumerable<StyledLine> lines) => Equal(name, string.Concat(lines.Select(line => line.ToText(color: false) + "\n")));

    public static void Equal(string name, string actual)
    {
        var file = Path.Combine(Folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("KREWE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Orleans.sln not found above the test");
        }

        return folder.FullName;
    }
}
