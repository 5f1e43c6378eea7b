using Krewe.Model;

namespace Krewe.Hosting.Tests;

/// <summary>Every sample ends as its first comment promises.</summary>
public sealed class SampleTests(EngineFixture engine)
{
    internal static string Folder { get; } = FindSamples();

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_Ends_As_It_Should(string sample)
    {
        var run = await engine.RunAsync(await File.ReadAllTextAsync(Path.Combine(Folder, sample), TestContext.Current.CancellationToken));

        var expected = sample == "failing.yaml" ? WorkflowPhase.Failed : WorkflowPhase.Succeeded;
        Assert.True(run.Status?.Phase == expected, $"{sample}: {run.Status?.Phase}: {run.Status?.Message}\n{string.Join('\n', run.Status?.Nodes?.Values.Select(node => $"{node.Name} {node.Phase} {node.Message}") ?? [])}");
    }

    [Fact]
    public async Task Ci_Pipeline_Hands_On_Its_Outputs()
    {
        var run = await engine.RunAsync(await File.ReadAllTextAsync(Path.Combine(Folder, "ci-pipeline.yaml"), TestContext.Current.CancellationToken));

        Assert.Equal("demo-1.0.0.tgz", run.Status?.Outputs?.Parameters?.Single(parameter => parameter.Name == "release").Value);
    }

    private static string FindSamples()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Orleans.sln not found above the test");
        }

        return Path.Combine(folder.FullName, "samples");
    }
}
