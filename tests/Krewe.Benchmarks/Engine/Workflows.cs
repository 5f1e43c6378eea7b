using System.Globalization;
using System.Text.Json;
using Krewe.Model;

namespace Krewe.Benchmarks.Engine;

/// <summary>The workflows of the workloads.</summary>
internal static class Workflows
{
    private const int Layers = 10;
    private const string NoOp = """{"name":"task","container":{"image":"noop","command":["/bin/true"]}}""";

    /// <summary>W1: that many tasks by a sequence, then a join.</summary>
    public static Workflow Loop(int tasks, int? parallelism = null) => Parse("w1-", parallelism,
        string.Create(CultureInfo.InvariantCulture, $$$"""{"name":"main","steps":[[{"name":"task","template":"task","withSequence":{"count":"{{{tasks}}}"}}],[{"name":"join","template":"task"}]]}"""));

    /// <summary>W1 as a DAG: ten layers, each a sequence, then a join.</summary>
    public static Workflow Dag(int tasks)
    {
        var layers = Enumerable.Range(0, Layers).Select(layer => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"name":"layer{{{layer}}}","template":"task","withSequence":{"count":"{{{tasks / Layers}}}"}{{{(layer == 0 ? "" : After(layer - 1))}}}}"""));
        return Parse("w1dag-", null, $$$"""{"name":"main","dag":{"tasks":[{{{string.Join(',', layers)}}},{"name":"join","template":"task"{{{After(Layers - 1)}}}}]}}""");
    }

    /// <summary>W2 and W3: a chain.</summary>
    public static Workflow Chain(int steps) => Parse("chain-", null,
        $$$"""{"name":"main","steps":[{{{string.Join(',', Enumerable.Range(0, steps).Select(step => string.Create(CultureInfo.InvariantCulture, $$$"""[{"name":"s{{{step}}}","template":"task"}]""")))}}}]}""");

    /// <summary>W4: that many child workflows, each of that many tasks, then a join.</summary>
    public static Workflow Nested(int children, int tasks)
    {
        var inner = $$$"""{"name":"main","steps":[[{"name":"task","template":"task",{{{Count(tasks)}}}}]]}""";
        return Parse("w4-", null,
            $$$"""{"name":"main","steps":[[{"name":"child","template":"child",{{{Count(children)}}}}],[{"name":"join","template":"task"}]]},{"name":"child","workflow":{"spec":{"entrypoint":"main","templates":[{{{inner}}},{{{NoOp}}}] } } }""");
    }

    /// <summary>That many nodes that wait for no time, which the engine does by itself, whatever its executors.</summary>
    public static Workflow Waits(int nodes) => Parse("waits-", null,
        $$$"""{"name":"main","steps":[[{"name":"wait","template":"wait",{{{Count(nodes)}}}}]]},{"name":"wait","suspend":{"duration":"0"}}""");

    /// <summary>The same in so many parts of the run, which are split off for their size.</summary>
    public static Workflow WaitsInParts(int parts, int nodes) => Parse("parts-", null,
        $$$"""{"name":"main","steps":[[{"name":"part","template":"part",{{{Count(parts)}}}}]]},{"name":"part","steps":[[{"name":"wait","template":"wait",{{{Count(nodes)}}}}]]},{"name":"wait","suspend":{"duration":"0"}}""");

    /// <summary>That many processes side by side that sleep.</summary>
    public static Workflow Sleeps(int steps, int seconds) => Parse("sleeps-", null,
        string.Create(CultureInfo.InvariantCulture, $$$"""{"name":"main","steps":[[{"name":"nap","template":"nap",{{{Count(steps)}}}}]]},{"name":"nap","container":{"image":"x","command":["sleep","{{{seconds}}}"]}}"""));

    private static string Count(int items) => string.Create(CultureInfo.InvariantCulture, $$"""
        "withSequence":{"count":"{{items}}"}
        """);

    private static string After(int layer) => string.Create(CultureInfo.InvariantCulture, $",\"dependencies\":[\"layer{layer}\"]");

    private static Workflow Parse(string prefix, int? parallelism, string main)
    {
        var limit = parallelism is { } most ? string.Create(CultureInfo.InvariantCulture, $"\"parallelism\":{most},") : "";
        var json = $$$"""{"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","metadata":{"generateName":"{{{prefix}}}"},"spec":{"entrypoint":"main",{{{limit}}}"templates":[{{{main}}},{{{NoOp}}}]}}""";
        return JsonSerializer.Deserialize(json, ModelJson.Default.Workflow)!;
    }
}
