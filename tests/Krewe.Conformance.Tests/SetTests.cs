using System.Text.Json;
using Krewe.Testing;

namespace Krewe.Conformance.Tests;

/// <summary>No set may fall below what it has reached (<c>floors.json</c>).</summary>
public sealed class SetTests
{
    public static TheoryData<string> Sets => [.. SetRunners.Names];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Set_KeepsItsFloor_When_AllCasesRun(string name)
    {
        Assert.SkipWhen(ConformanceData.Root is null, "Argo's test data is not on this machine (see KREWE_CONFORMANCE)");
        var set = CaseSet.Open(ConformanceData.Root!, name);
        Assert.SkipWhen(set is null, $"the data has no set {name}");
        await using var runner = SetRunners.Create(name);

        var report = await SetSession.RunAsync(set!, runner, cancellationToken: TestContext.Current.CancellationToken);

        var failures = string.Join("\n", report.With(Outcome.Failed).Select(entry => $"  {entry.Key}: {entry.Value.Reason}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{report.Summary()}\n{failures}");
        Assert.True(report.Count(Outcome.Passed) >= Floors()[name], $"{report.Summary()}; the floor is {Floors()[name]}\n{failures}");
    }

    private static Dictionary<string, int> Floors() =>
        JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "floors.json")))!;
}
