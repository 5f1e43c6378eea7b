using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Testing;

namespace Krewe.Engine.Tests;

/// <summary>Argo's own cases for the functions that are the engine's here: loops, output values, config map references, conditions.</summary>
public sealed class ConformanceFunctionTests
{
    private const string Tasks = "kind: Workflow\nmetadata: {name: f}\nspec:\n  entrypoint: main\n  templates:\n  - {name: tmpl, inputs: {parameters: [{name: msg, default: none}]}, container: {image: x, command: [run]}}\n  - name: main\n    dag:\n      tasks: ";

    [Theory]
    [InlineData("templating", "expandTask")]
    [InlineData("templating", "expandSequence")]
    [InlineData("templating", "resolveParameter")]
    [InlineData("templating", "substituteConfigMapKeyRefParam")]
    [InlineData("depends", "evaluateDependsLogic")]
    public void Function_AgreesWithArgo(string set, string function)
    {
        if (ConformanceData.Root is null)
        {
            Assert.Skip("Argo's test data is not on this machine");
        }

        var index = JsonNode.Parse(File.ReadAllText(ConformanceData.PathOf(set, "index.json")))!;
        var cases = index["cases"]!.AsArray().Where(one => (string?)one!["fn"] == function).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, one => Check((string)one!["case"]!, function, (JsonObject)one["args"]!, (JsonObject)one["expect"]!));
    }

    private static void Check(string name, string function, JsonObject args, JsonObject expect)
    {
        JsonNode?[] results;
        try
        {
            results = Run(function, args);
        }
        catch (Exception e) when (e is ExpressionException or UserErrorException)
        {
            Assert.True((bool)expect["error"]!, $"{name}: {e.Message}");
            Assert.Equal((string?)expect["errorEquals"] ?? e.Message, e.Message);
            Assert.All(expect["errorContains"]?.AsArray() ?? [], part => Assert.Contains((string)part!, e.Message, StringComparison.Ordinal));
            return;
        }

        Assert.False((bool)expect["error"]!, $"{name} should fail");
        foreach (var assertion in expect["asserts"]!.AsArray())
        {
            var actual = Walk(results[(int)assertion!["actual"]!["root"]!["result"]!], assertion["actual"]!["path"]!.AsArray());
            var wanted = (string)assertion["check"]! == "equal" ? Text(assertion["expected"]!["value"]) : "";
            var got = Text(actual);
            Assert.True(wanted == (wanted.Length == 0 && got is ("false" or "[]") ? "" : got), $"{name}: {assertion.ToJsonString()}, got {got}");
        }
    }

    private static JsonNode?[] Run(string function, JsonObject args) => function switch
    {
        "expandTask" => [Calls((JsonObject)args["task"]!)],
        "expandSequence" => [Items((JsonObject)args["sequence"]!)],
        "resolveParameter" => [Output((JsonObject)args["valueFrom"]!, Scope(args["scope"]))],
        "substituteConfigMapKeyRefParam" => [ArgumentResolver.ReferenceText((string)args["template"]!, Scope(args["params"]), "configMapKeyRef")],
        _ => Decided(args),
    };

    private static JsonArray Calls(JsonObject task) => new(Started(task).Select(JsonNode (work) => new JsonObject
    {
        ["name"] = work.NodeName["f.".Length..],
        ["template"] = work.Template.Name,
        ["arguments"] = new JsonObject { ["parameters"] = JsonSerializer.SerializeToNode(work.Template.Inputs!.Parameters, ModelJson.Default.Options) },
    }).ToArray());

    private static JsonArray Items(JsonObject sequence)
    {
        var parameters = new JsonArray(new JsonObject { ["name"] = "msg", ["value"] = "{{item}}" });
        var task = new JsonObject { ["name"] = "a", ["template"] = "tmpl", ["withSequence"] = sequence.DeepClone(), ["arguments"] = new JsonObject { ["parameters"] = parameters } };
        return new JsonArray(Started(task).Select(JsonNode? (work) => work.Template.Inputs!.Parameters![0].Value).ToArray());
    }

    private static IReadOnlyList<NodeWorkOrder> Started(JsonObject task)
    {
        var run = RunDriver.Create(Tasks + "[" + task.ToJsonString() + "]");
        Assert.True(run.State.Phase is WorkflowPhase.Running or WorkflowPhase.Succeeded, run.State.Message);
        return run.Started;
    }

    private static JsonNode? Output(JsonObject from, TagScope scope)
    {
        var parameter = new Parameter { Name = "out", ValueFrom = from.Deserialize<ValueFrom>(ModelJson.Default.Options) };
        return OutputResolver.Resolve(new Template { Outputs = new Outputs { Parameters = [parameter] } }, scope, _ => null)!.Parameters![0].Value;
    }

    // Whether the task is executed, and whether that is decided at all: seen in a run that goes on from the given nodes.
    private static JsonNode?[] Decided(JsonObject args)
    {
        var tasks = args["tasks"]!.DeepClone().AsArray();
        var nodes = new JsonObject { ["f"] = new JsonObject { ["name"] = "f", ["type"] = "DAG", ["phase"] = "Running", ["templateName"] = "main" } };
        foreach (var task in tasks)
        {
            task!["template"] = "tmpl";
        }

        foreach (var (name, given) in args["nodes"]!.AsObject())
        {
            nodes[Id(name)] = new JsonObject
            {
                ["name"] = "f." + name,
                ["type"] = given!["type"]?.DeepClone() ?? "Pod",
                ["phase"] = given["phase"]!.DeepClone(),
                ["boundaryID"] = "f",
                ["children"] = new JsonArray((given["children"]?.AsArray() ?? []).Select(JsonNode? (child) => Id((string)child!)).ToArray()),
            };
        }

        var run = RunDriver.Create(Tasks + tasks.ToJsonString() + "\nstatus: {phase: Running, nodes: " + nodes.ToJsonString() + "}");
        var node = run.State.Nodes.GetValueOrDefault(Id((string)args["task"]!));
        return [node is not null && node.Phase != NodePhase.Omitted, node is not null];
    }

    private static string Id(string task) => NodeNames.NodeId("f", "f." + task);

    private static TagScope Scope(JsonNode? values) =>
        new(values!.AsObject().ToDictionary(value => value.Key, value => (object?)(string?)value.Value, StringComparer.Ordinal));

    private static JsonNode? Walk(JsonNode? value, JsonArray path)
    {
        foreach (var step in path)
        {
            value = step switch
            {
                JsonObject map when map["index"] is { } index => value![(int)index],
                JsonObject => value!.AsArray().Count,
                _ => value![(string)step!],
            };
        }

        return value;
    }

    private static string Text(JsonNode? value) => value is null ? "" : value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();
}
