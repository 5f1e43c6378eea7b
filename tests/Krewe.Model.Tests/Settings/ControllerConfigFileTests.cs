using Krewe.Model.Settings;

namespace Krewe.Model.Tests.Settings;

public sealed class ControllerConfigFileTests
{
    private const string Settings = """
        parallelism: 10
        namespaceParallelism: 2
        namespaceParallelismLimits: {team: 5}
        workflowRestrictions: {templateReferencing: Strict}
        workflowDefaults:
          metadata: {labels: {team: a}}
          spec: {activeDeadlineSeconds: 60}
        """;

    [Fact]
    public void Settings_AreRead()
    {
        var config = ControllerConfigFile.Parse(Settings).Value!;

        Assert.Equal((10, 5, 2), (config.Parallelism, config.ParallelismOf("team"), config.ParallelismOf("other")));
        Assert.Equal("Strict", config.WorkflowRestrictions?.TemplateReferencing);
        Assert.Equal(60, config.WorkflowDefaults?.Spec.ActiveDeadlineSeconds);
        Assert.Equal("a", config.WorkflowDefaults?.Metadata.Labels?["team"]);
    }

    [Fact]
    public void Settings_AreReadOutOfAConfigMap()
    {
        var map = "kind: ConfigMap\ndata:\n  config: |\n    " + Settings.ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal);

        Assert.Equal(10, ControllerConfigFile.Parse(map).Value?.Parallelism);
    }

    [Theory]
    [InlineData("paralelism: 1", "paralelism")]
    [InlineData("workflowDefaults: {spec: {entrypoints: a}}", "entrypoints")]
    [InlineData("parallelism: 0", "greater than 0")]
    [InlineData("workflowRestrictions: {templateReferencing: strict}", "neither Strict nor Secure")]
    [InlineData("podNames: v3", "neither v1 nor v2")]
    [InlineData("- a", "one map")]
    [InlineData("a: [", "not YAML")]
    public void WrongSettings_AreRefused(string text, string problem)
    {
        var read = ControllerConfigFile.Parse(text, "config.yaml");

        Assert.Null(read.Value);
        Assert.Contains("config.yaml", read.Error, StringComparison.Ordinal);
        Assert.Contains(problem, read.Error, StringComparison.Ordinal);
    }
}
