using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Engine;
using Krewe.Expressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Tags;
using Krewe.Expressions.When;
using Krewe.Model;

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
            "substituteConfigMapKeyRefParam" => TagTemplate.Parse(text).Replace(scope, TagReplaceOptions.Strict),
            "resolveParameter" => TagTemplate.Parse(ValueFrom(args["valueFrom"]!)).Replace(scope, TagReplaceOptions.Strict),
            _ => throw new NotSupportedException($"no function of ours for {function}"),
        };
    }

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
        var manifest = new JsonObject
        {
            ["kind"] = "Workflow",
            ["metadata"] = new JsonObject { ["name"] = "wf", ["namespace"] = "default", ["uid"] = "uid" },
            ["spec"] = new JsonObject
            {
                ["entrypoint"] = "main",
                ["templates"] = new JsonArray(
                    new JsonObject { ["name"] = "main", ["dag"] = new JsonObject { ["tasks"] = new JsonArray(task) } },
                    new JsonObject
                    {
                        ["name"] = "tmpl",
                        ["inputs"] = new JsonObject { ["parameters"] = new JsonArray(new JsonObject { ["name"] = "msg" }) },
                        ["container"] = new JsonObject { ["image"] = "x", ["command"] = new JsonArray("echo") },
                    }),
            },
        };
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
