using System.Xml.Linq;

namespace Krewe.Architecture.Tests;

/// <summary>
/// Dependencies point inward: Expressions, Model, Engine, Grains, ports, adapters; only Hosting and the programs see adapters.
/// The rule is read from the project files, so that a forbidden reference fails even before it is used.
/// </summary>
public sealed class DependencyRuleTests
{
    private static readonly string Root = FindRoot();

    /// <summary>What each product project may reference; anything else is an error.</summary>
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["Krewe.Expressions"] = [],
        ["Krewe.Model"] = ["Krewe.Expressions"],
        ["Krewe.Engine"] = ["Krewe.Model", "Krewe.Expressions"],
        ["Krewe.Storage"] = [],
        ["Krewe.Storage.Sqlite"] = ["Krewe.Storage"],
        ["Krewe.Storage.PostgreSql"] = ["Krewe.Storage"],
        ["Krewe.Executors"] = ["Krewe.Model"],
        ["Krewe.Artifacts"] = ["Krewe.Model"],
        ["Krewe.Executors.Process"] = ["Krewe.Exec", "Krewe.Executors", "Krewe.Artifacts", "Krewe.Model", "Krewe.Expressions"],
        ["Krewe.Executors.Http"] = ["Krewe.Executors", "Krewe.Expressions", "Krewe.Model"],
        ["Krewe.Executors.Tasks"] = ["Krewe.Executors", "Krewe.Expressions", "Krewe.Model"],
        ["Krewe.Exec"] = [],
        ["Krewe.Grains.Abstractions"] = ["Krewe.Model", "Krewe.Engine", "Krewe.Executors"],
        ["Krewe.Grains"] = ["Krewe.Grains.Abstractions", "Krewe.Engine", "Krewe.Model", "Krewe.Storage", "Krewe.Executors"],
        ["Krewe.TestHost"] = ["Krewe.Grains", "Krewe.Engine", "Krewe.Executors.Tasks", "Krewe.Model", "Krewe.Storage"],
        ["Krewe.Client"] = ["Krewe.Model"],
        ["Krewe.Api"] = ["Krewe.Client", "Krewe.Model"],
    };

    private static readonly string[] AdapterPackages = ["Npgsql", "Microsoft.Data.Sqlite", "KubernetesClient"];

    [Fact]
    public void Projects_Reference_Only_What_Lies_Inward()
    {
        var wrong = from project in Projects()
                    where AllowedProjects.ContainsKey(project.Name)
                    from reference in project.References
                    where !AllowedProjects[project.Name].Contains(reference)
                    select $"{project.Name} must not reference {reference}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_Product_Project_Is_Covered_By_The_Rule()
    {
        string[] composition = ["Krewe.Hosting", "Krewe.Telemetry", "Krewe.Cli", "Krewe.Server"];

        var unknown = Projects().Select(project => project.Name).Where(name => !AllowedProjects.ContainsKey(name) && !composition.Contains(name));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Adapters_Stay_Out_Of_Grains_And_Core()
    {
        string[] adapters = ["Krewe.Storage.Sqlite", "Krewe.Storage.PostgreSql"];

        var wrong = from project in Projects()
                    where AllowedProjects.ContainsKey(project.Name) && !adapters.Contains(project.Name)
                    from package in project.Packages
                    where AdapterPackages.Contains(package)
                    select $"{project.Name} must not use {package}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Pure_Projects_Know_Neither_Orleans_Nor_AspNet()
    {
        string[] pure = ["Krewe.Expressions", "Krewe.Model", "Krewe.Engine", "Krewe.Storage", "Krewe.Executors"];

        var wrong = from project in Projects()
                    where pure.Contains(project.Name)
                    from package in project.Packages
                    where package.StartsWith("Microsoft.Orleans", StringComparison.Ordinal) || package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                    select $"{project.Name} must not use {package}";

        Assert.Empty(wrong);
    }

    /// <summary>An assembly is loaded with the first method that names it, and short commands must not wait for gRPC's.</summary>
    [Fact]
    public void Grpc_Is_Named_In_Its_Own_Folder_Only()
    {
        var own = Path.Combine(Root, "src", "Krewe.Api", "Grpc") + Path.DirectorySeparatorChar;

        var wrong = from folder in new[] { "src", "grains" }
                    from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
                    where !file.StartsWith(own, StringComparison.Ordinal)
                    from line in File.ReadLines(file)
                    where line.Contains("using Grpc.", StringComparison.Ordinal) || line.Contains("Google.Protobuf", StringComparison.Ordinal)
                    select $"{Path.GetRelativePath(Root, file)}: {line}";

        Assert.Empty(wrong);
    }

    private static IEnumerable<(string Name, string[] References, string[] Packages)> Projects()
    {
        foreach (var folder in new[] { "src", "grains" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            {
                var xml = XDocument.Load(file);
                yield return (
                    Path.GetFileNameWithoutExtension(file),
                    [.. xml.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value))],
                    [.. xml.Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value)]);
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Orleans.sln not found above the test");
        }

        return folder.FullName;
    }
}
