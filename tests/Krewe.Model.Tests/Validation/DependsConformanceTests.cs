using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model.Validation.Dag;

namespace Krewe.Model.Tests.Validation;

/// <summary>Argo's own cases for the conditions of DAG tasks, as far as they need no run.</summary>
public sealed class DependsConformanceTests
{
    public static TheoryData<string> Cases => ConformanceSet.Names("depends", found => found.GetProperty("fn").GetString() != "evaluateDependsLogic");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Graph_Agrees_When_CaseIsArgos(string name)
    {
        var given = ConformanceSet.Require("depends")[name];
        var args = given.GetProperty("args");
        var task = args.TryGetProperty("task", out var written) && written.ValueKind == JsonValueKind.Object ? written.Deserialize(ModelJson.Default.DagTask)! : new DagTask();
        var tasks = args.TryGetProperty("dag", out var dag) ? dag.GetProperty("testTasks").EnumerateArray().Select(found => found.Deserialize(ModelJson.Default.DagTask)!) : [];
        var graph = new DagTaskGraph(string.IsNullOrEmpty(task.Name) ? [.. tasks, task] : tasks);
        string? error = null;
        JsonNode?[] results = given.GetProperty("fn").GetString() switch
        {
            "GetTaskDependencies" => [Kinds(graph.Dependencies(task.Name ?? "")), graph.Condition(task)],
            "getTaskDependsLogic" => [graph.DependsLogic(task)],
            "ValidateTaskResults" => [error = DagTaskGraph.UnknownResult(task)],
            "GetTaskAncestry" => [new JsonArray([.. graph.Ancestry(args.GetProperty("task").GetString()!).Select(found => JsonValue.Create(found))])],
            var function => throw new NotSupportedException(function),
        };

        var expect = given.GetProperty("expect");
        Assert.Equal(expect.TryGetProperty("error", out var fails) && fails.GetBoolean(), error is not null);
        var assertion = new ConformanceAssertion(root => results[root.GetProperty("result").GetInt32()]);
        foreach (var check in expect.GetProperty("asserts").EnumerateArray())
        {
            assertion.Check(check);
        }
    }

    private static JsonObject Kinds(IReadOnlyDictionary<string, DependencyKind> dependencies)
    {
        var kinds = new JsonObject();
        foreach (var (task, kind) in dependencies)
        {
            kinds[task] = (int)kind;
        }

        return kinds;
    }
}
