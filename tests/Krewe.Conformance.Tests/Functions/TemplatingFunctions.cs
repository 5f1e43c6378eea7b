using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Engine;
using Krewe.Expressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Tags;
using Krewe.Expressions.When;

namespace Krewe.Conformance;

/// <summary>Set <c>templating</c>: tags, expressions, <c>when</c>, and the loops they expand.</summary>
internal static class TemplatingFunctions
{
    public static FunctionOutcome Run(string function, JsonObject args)
    {
        try
        {
            return function switch
            {
                "ResolveVar" => new FunctionOutcome(args, null, Braces(Arguments.Text(args["template"])), Arguments.Node(TagVariable.Resolve(Arguments.Text(args["template"])!, Scope(args["params"])))),
                "expandSequence" => new FunctionOutcome(args, null, Items(Expanded(Task(new JsonObject { ["withSequence"] = args["sequence"]!.DeepClone() }, "{{item}}")))),
                "substituteConfigMapKeyRefParam" => ConfigMapName(args),
                "expandTask" => new FunctionOutcome(args, null, Calls(Expanded(args["task"]!.DeepClone().AsObject()))),
                _ => new FunctionOutcome(args, null, Arguments.Node(Single(function, args))),
            };
        }
        catch (ExpressionException e)
        {
            return new FunctionOutcome(args, e.Message);
        }
    }

    private static object? Single(string function, JsonObject args)
    {
        var text = Arguments.Text(args["template"]) ?? "";
        var scope = Scope(args["params"] ?? args["scope"]);
        var options = args["strictPrefixes"] is JsonArray prefixes ? TagReplaceOptions.StrictFor([.. prefixes.Select(prefix => Arguments.Text(prefix)!)])
            : Arguments.Flag(args["allowUnresolved"]) ? TagReplaceOptions.Lenient
            : TagReplaceOptions.Strict;
        return function switch
        {
            "Replace" or "ReplaceStrictAny" => TagTemplate.Replace(text, scope, options),
            "ReplaceStrict" => TagTemplate.Parse(text).Replace(scope, options),
            "ReplaceInJSONString" => JsonSerializer.Deserialize<string>(TagTemplate.Replace(JsonSerializer.Serialize(text), scope, options)),
            "EvalBool" => ExprProgram.EvaluateBool(Arguments.Text(args["expression"])!, ExpressionEnvironment.Of((Dictionary<string, object?>)Arguments.Value(args["env"])!)),
            "shouldExecute" => WhenExpression.ShouldExecute(Arguments.Text(args["when"])),
            "resolveParameter" => TagTemplate.Parse(ValueFrom(args["valueFrom"]!)).Replace(scope, TagReplaceOptions.Strict),
            _ => throw new NotSupportedException($"no function of ours for {function}"),
        };
    }

    /// <summary>The name that a run asks a config map by: the reference is filled in by the engine itself.</summary>
    private static FunctionOutcome ConfigMapName(JsonObject args)
    {
        const string Prefix = "workflow.parameters.";
        var parameters = ((JsonObject)args["params"]!).Where(one => one.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(one => (JsonNode)new JsonObject { ["name"] = one.Key[Prefix.Length..], ["value"] = one.Value?.DeepClone() });
        var input = new JsonObject { ["name"] = "in", ["valueFrom"] = new JsonObject { ["configMapKeyRef"] = new JsonObject { ["name"] = args["template"]!.DeepClone(), ["key"] = "key" } } };
        var manifest = Manifest(
            new JsonObject { ["name"] = "main", ["inputs"] = new JsonObject { ["parameters"] = new JsonArray(input) }, ["container"] = new JsonObject { ["image"] = "x", ["command"] = new JsonArray("echo") } });
        manifest["spec"]!["arguments"] = new JsonObject { ["parameters"] = new JsonArray([.. parameters]) };
        var state = new RunState();
        var decision = RunEngine.Decide(state, new CreateRun { Now = DateTimeOffset.UnixEpoch, Workflow = Arguments.Workflow(manifest) });
        return decision.Effects.OfType<LookupConfigMapKey>().FirstOrDefault() is { } asked
            ? new FunctionOutcome(args, null, asked.Name)
            : new FunctionOutcome(args, state.Nodes.Values.Single().Message);
    }

    private static JsonObject Manifest(params JsonNode[] templates) => new()
    {
        ["kind"] = "Workflow",
        ["metadata"] = new JsonObject { ["name"] = "wf", ["namespace"] = "default", ["uid"] = "uid" },
        ["spec"] = new JsonObject { ["entrypoint"] = "main", ["templates"] = new JsonArray(templates) },
    };

    private static TagScope Scope(JsonNode? values) => new((Dictionary<string, object?>)(Arguments.Value(values) ?? new Dictionary<string, object?>(StringComparer.Ordinal)));

    private static string ValueFrom(JsonNode from) => Arguments.Text(from["expression"]) is { Length: > 0 } expression ? "{{=" + expression + "}}" : Arguments.Text(from["parameter"])!;

    private static string? Braces(string? tag) => tag?.Trim().TrimStart('{').TrimEnd('}').Trim();

    private static JsonObject Task(JsonObject loop, string message)
    {
        loop["name"] = "loop";
        loop["template"] = "tmpl";
        loop["arguments"] = new JsonObject { ["parameters"] = new JsonArray(new JsonObject { ["name"] = "msg", ["value"] = message }) };
        return loop;
    }

    /// <summary>The work orders of a DAG of this one task: the loop is expanded by the engine itself.</summary>
    private static List<NodeWorkOrder> Expanded(JsonObject task)
    {
        var manifest = Manifest(
            new JsonObject { ["name"] = "main", ["dag"] = new JsonObject { ["tasks"] = new JsonArray(task) } },
            new JsonObject
            {
                ["name"] = "tmpl",
                ["inputs"] = new JsonObject { ["parameters"] = new JsonArray(new JsonObject { ["name"] = "msg" }) },
                ["container"] = new JsonObject { ["image"] = "x", ["command"] = new JsonArray("echo") },
            });
        var decision = RunEngine.Decide(new RunState(), new CreateRun { Now = DateTimeOffset.UnixEpoch, Workflow = Arguments.Workflow(manifest) });
        return [.. decision.Effects.OfType<StartNode>().Select(start => start.Work)];
    }

    private static JsonArray Items(List<NodeWorkOrder> orders) => [.. orders.Select(order => JsonValue.Create(order.Template.Inputs?.Parameters?[0].Value))];

    private static JsonArray Calls(List<NodeWorkOrder> orders) => [.. orders.Select(order => new JsonObject
    {
        ["name"] = order.NodeName[(order.NodeName.IndexOf('.', StringComparison.Ordinal) + 1)..],
        ["template"] = order.Template.Name,
        ["arguments"] = new JsonObject { ["parameters"] = new JsonArray([.. (order.Template.Inputs?.Parameters ?? []).Select(parameter => new JsonObject { ["name"] = parameter.Name, ["value"] = parameter.Value })]) },
    })];
}
