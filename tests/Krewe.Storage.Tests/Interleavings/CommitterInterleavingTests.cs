using Krewe.Testing;

namespace Krewe.Storage.Tests;

/// <summary>The committer as it is compiled, under every order of its awaits that the schedules find.</summary>
public sealed class CommitterInterleavingTests(ITestOutputHelper output)
{
    private static readonly string[] Assemblies = ["Krewe.Storage", "Krewe.Storage.Tests"];

    [Theory]
    [InlineData(nameof(CommitterScenarios.OneOwnerAsync))]
    [InlineData(nameof(CommitterScenarios.TwoOwnersAsync))]
    [InlineData(nameof(CommitterScenarios.ShutdownAsync))]
    [InlineData(nameof(CommitterScenarios.CrowdAsync))]
    public void Committer_KeepsItsPromises_InWhateverOrder(string scenario)
    {
        var assemblies = new ContextAssemblies(Assemblies);

        var runs = Interleavings.Explore(assemblies.Scenario(typeof(CommitterScenarios), scenario));

        output.WriteLine($"{scenario}: {runs} schedules");
        Assert.True(assemblies.Turned > 0);
    }
}
