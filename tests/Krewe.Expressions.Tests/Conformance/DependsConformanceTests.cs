using System.Text.Json.Nodes;
using Krewe.Expressions.Depends;

namespace Krewe.Expressions.Tests.Conformance;

public sealed class DependsConformanceTests
{
    public static TheoryData<string> Dependencies => ConformanceCases.Names("depends", "GetTaskDependencies");

    public static TheoryData<string> Results => ConformanceCases.Names("depends", "ValidateTaskResults");

    public static TheoryData<string> Logic => ConformanceCases.Names("depends", "evaluateDependsLogic");

    [Theory]
    [MemberData(nameof(Dependencies))]
    public void Dependencies_And_Expansion_Are_Argos(string name)
    {
        var one = ConformanceCases.Find("depends", name);
        var depends = DependsExpression.Parse((string)one["args"]!["task"]!["depends"]!);
        var tasks = one["args"]!["dag"]!["testTasks"]!.AsArray().ToDictionary(t => (string)t!["name"]!, t => t!, StringComparer.Ordinal);

        foreach (var assert in one["expect"]!["asserts"]!.AsArray())
        {
            var value = assert!["expected"]!["value"]!;
            if ((int)assert["actual"]!["root"]!["result"]! == 1)
            {
                Assert.Equal((string)value!, depends.Expand(t => ((bool?)tasks[t]["continueOn"]?["error"] == true, (bool?)tasks[t]["continueOn"]?["failed"] == true)));
            }
            else if ((string)assert["check"]! == "contains")
            {
                Assert.Contains((string)value!, depends.Tasks);
            }
            else if (value is JsonObject offsets)
            {
                Assert.Equal(offsets.Select(o => o.Key), depends.Tasks);
            }
            else
            {
                Assert.Equal((int)value, depends.Tasks.Length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void Unknown_Results_Are_Errors(string name)
    {
        var one = ConformanceCases.Find("depends", name);
        var text = (string)one["args"]!["task"]!["depends"]!;

        if ((bool)one["expect"]!["error"]!)
        {
            Assert.Contains("is invalid", Assert.Throws<ExpressionException>(() => DependsExpression.Parse(text)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotEmpty(DependsExpression.Parse(text).Operands);
        }
    }

    [Theory]
    [MemberData(nameof(Logic))]
    public void Logic_Decides_As_Argo(string name)
    {
        var one = ConformanceCases.Find("depends", name);
        var task = one["args"]!["tasks"]!.AsArray().Single(t => (string)t!["name"]! == (string)one["args"]!["task"]!)!;
        var nodes = one["args"]!["nodes"]!.AsObject();
        var depends = DependsExpression.Parse((string)task["depends"]!);
        var proceed = depends.Tasks.All(t => (string?)nodes[t]?["phase"] is not (null or "Running") || depends.Operands.Any(o => o.Result is DependsResult.AnySucceeded or DependsResult.AllFailed));

        Assert.Equal((bool?)one["expect"]!["result"] ?? false, proceed && depends.Evaluate((t, r) => Holds(nodes, t, r)));
    }

    private static bool Holds(JsonObject nodes, string task, DependsResult result)
    {
        var phases = nodes[task]?["children"]?.AsArray().Select(c => (string?)nodes[(string)c!]?["phase"]).ToArray() ?? [];
        return result switch
        {
            DependsResult.AnySucceeded => phases.Contains("Succeeded"),
            DependsResult.AllFailed => phases.Length > 0 && phases.All(p => p == "Failed"),
            _ => (string?)nodes[task]?["phase"] == (result == DependsResult.Errored ? "Error" : result.ToString()),
        };
    }
}
