using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Krewe.Model.Tests;

/// <summary>The table of compatibility names every field that the model reads: none is left without a word on what becomes of it.</summary>
public sealed partial class CompatibilityTableTests
{
    [Theory]
    [InlineData(typeof(WorkflowSpec))]
    [InlineData(typeof(Template))]
    [InlineData(typeof(WorkflowStep))]
    [InlineData(typeof(DagTask))]
    [InlineData(typeof(DagTemplate))]
    [InlineData(typeof(Parameter))]
    [InlineData(typeof(ValueFrom))]
    [InlineData(typeof(Artifact))]
    [InlineData(typeof(Inputs))]
    [InlineData(typeof(Outputs))]
    [InlineData(typeof(RetryStrategy))]
    [InlineData(typeof(Synchronization))]
    [InlineData(typeof(Memoize))]
    [InlineData(typeof(LifecycleHook))]
    [InlineData(typeof(ContainerSetTemplate))]
    [InlineData(typeof(HttpTemplate))]
    [InlineData(typeof(ResourceTemplate))]
    [InlineData(typeof(SuspendTemplate))]
    [InlineData(typeof(Backoff))]
    [InlineData(typeof(ContinueOn))]
    [InlineData(typeof(Sequence))]
    [InlineData(typeof(PrometheusMetric))]
    [InlineData(typeof(PodGC))]
    [InlineData(typeof(TtlStrategy))]
    [InlineData(typeof(UserContainer))]
    [InlineData(typeof(ScriptTemplate))]
    [InlineData(typeof(DataTemplate))]
    [InlineData(typeof(CronWorkflowSpec))]
    [InlineData(typeof(WorkflowEventBindingSpec))]
    [InlineData(typeof(WorkflowStatus))]
    [InlineData(typeof(NodeStatus))]
    public void Table_NamesEveryField(Type type)
    {
        var table = Names(File.ReadAllText(Path.Combine(Root(), "docs", "compatibility.md")));

        var fields = ModelJson.Default.GetTypeInfo(type)!.Properties.Select((JsonPropertyInfo property) => property.Name);

        Assert.Equal("", string.Join(" ", fields.Where(name => !table.Contains(name))));
    }

    private static HashSet<string> Names(string table) =>
        [.. Code().Matches(table).SelectMany(match => Word().Matches(match.Groups["code"].Value)).Select(match => match.Value)];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orleans.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository is not above the tests");
        }

        return folder;
    }

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\w+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
