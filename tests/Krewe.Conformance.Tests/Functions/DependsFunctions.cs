using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Expressions.Depends;
using Krewe.Model;
using Krewe.Model.Validation.Dag;

namespace Krewe.Conformance;

/// <summary>Set <c>depends</c>: the conditions of DAG tasks.</summary>
internal static class DependsFunctions
{
    public static FunctionOutcome Run(string function, JsonObject args)
    {
        if (function == "evaluateDependsLogic")
        {
            return Evaluate(args);
        }

        var task = args["task"] is JsonObject written ? written.Deserialize(ModelJson.Default.DagTask)! : new DagTask();
        var tasks = (args["dag"]?["testTasks"] as JsonArray ?? []).Select(found => found.Deserialize(ModelJson.Default.DagTask)!);
        var graph = new DagTaskGraph(string.IsNullOrEmpty(task.Name) ? [.. tasks, task] : tasks);
        return function switch
        {
            "GetTaskDependencies" => new FunctionOutcome(args, null, Kinds(graph.Dependencies(task.Name ?? "")), graph.Condition(task)),
            "getTaskDependsLogic" => new FunctionOutcome(args, null, graph.DependsLogic(task)),
            "ValidateTaskResults" => new FunctionOutcome(args, DagTaskGraph.UnknownResult(task)),
            "GetTaskAncestry" => new FunctionOutcome(args, null, new JsonArray([.. graph.Ancestry(Arguments.Text(args["task"])!).Select(found => JsonValue.Create(found))])),
            _ => throw new NotSupportedException($"no function of ours for {function}"),
        };
    }

    // A task may go on once what it names has ended, or once a result that needs no end holds.
    private static FunctionOutcome Evaluate(JsonObject args)
    {
        var task = args["tasks"]!.AsArray().Single(one => Arguments.Text(one!["name"]) == Arguments.Text(args["task"]))!;
        var nodes = args["nodes"] as JsonObject ?? [];
        var written = task.Deserialize(ModelJson.Default.DagTask)!;
        var graph = new DagTaskGraph(args["tasks"]!.AsArray().Select(one => one.Deserialize(ModelJson.Default.DagTask)!));
        var depends = DependsExpression.Parse(graph.Condition(written));
        var early = depends.Operands.Any(operand => operand.Result is DependsResult.AnySucceeded or DependsResult.AllFailed);
        var proceed = depends.Tasks.All(name => ArgoNotions.Evaluate("fulfilled", nodes[name]) == true || (early && nodes[name] is not null));
        return new FunctionOutcome(args, null, proceed && depends.Evaluate((name, result) => Holds(nodes, name, result)), proceed);
    }

    private static bool Holds(JsonObject nodes, string task, DependsResult result)
    {
        var phases = (nodes[task]?["children"] as JsonArray ?? []).Select(child => Arguments.Text(nodes[Arguments.Text(child)!]?["phase"])).ToArray();
        return result switch
        {
            DependsResult.AnySucceeded => phases.Contains("Succeeded", StringComparer.Ordinal),
            DependsResult.AllFailed => phases.Length > 0 && phases.All(phase => phase == "Failed"),
            DependsResult.Daemoned => ArgoNotions.Evaluate("isDaemoned", nodes[task]) == true,
            _ => Arguments.Text(nodes[task]?["phase"]) == (result == DependsResult.Errored ? "Error" : result.ToString()),
        };
    }

    private static JsonObject Kinds(IReadOnlyDictionary<string, DependencyKind> dependencies) =>
        new(dependencies.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create((int)entry.Value))));
}
