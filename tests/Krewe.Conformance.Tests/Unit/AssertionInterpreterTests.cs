using System.Text.Json.Nodes;

namespace Krewe.Conformance.Tests;

public sealed class AssertionInterpreterTests
{
    private const string Run = """
        {"kind": "Workflow", "metadata": {"name": "wf", "labels": {"a": "b"}},
         "spec": {"suspend": true, "count": 3},
         "status": {"phase": "Running", "startedAt": "2026-01-01T00:00:00Z", "nodes": {
           "wf": {"id": "wf", "displayName": "wf", "type": "Steps", "phase": "Running", "children": ["wf-1", "wf-2"]},
           "wf-1": {"id": "wf-1", "displayName": "one", "type": "Pod", "phase": "Succeeded", "outputs": {"parameters": [{"name": "x", "value": "7"}]}},
           "wf-2": {"id": "wf-2", "displayName": "two.onExit", "type": "Suspend", "phase": "Running"}}}}
        """;

    [Theory]
    [InlineData("""{"check": "equal", "actual": {"path": ["status", "phase"], "root": {"workflow": "w0"}}, "expected": {"value": "Running"}}""", true)]
    [InlineData("""{"check": "equal", "actual": {"path": ["status", "phase"], "root": {"workflow": "w0"}}, "expected": {"value": "Failed"}}""", false)]
    [InlineData("""{"check": "equal", "actual": {"path": ["status", "message"], "root": {"workflow": "w0"}}, "expected": {"value": ""}}""", true)]
    [InlineData("""{"check": "null", "actual": {"path": ["status", "nodes", {"find": {"op": "eq", "path": ["displayName"], "than": {"value": "none"}}}], "root": {"workflow": "w0"}}}""", true)]
    [InlineData("""{"check": "notNull", "actual": {"path": ["status", "nodes", {"find": {"op": "eq", "path": ["displayName"], "than": {"value": "one"}}}], "root": {"workflow": "w0"}}}""", true)]
    [InlineData("""{"check": "equal", "actual": {"path": ["status", "nodes", {"find": {"op": "eq", "path": ["displayName"], "than": {"value": "one"}}}, "outputs", "parameters", {"index": 0}, "value"], "root": {"workflow": "w0"}}, "expected": {"value": 7}}""", true)]
    [InlineData("""{"check": "equal", "actual": {"path": ["status", "nodes", {"rootNode": true}, "children", {"len": true}], "root": {"workflow": "w0"}}, "expected": {"value": 2}}""", true)]
    [InlineData("""{"check": "equal", "actual": {"path": ["status", "nodes", {"key": "wf-1"}, "id"], "root": {"workflow": "w0"}}, "expected": {"value": "wf-1"}}""", true)]
    [InlineData("""{"check": "equal", "actual": {"path": ["labels", {"key": "a"}], "root": {"workflow": "w0"}}, "expected": {"value": "b"}}""", true)]
    [InlineData("""{"check": "sameElements", "actual": {"path": ["status", "nodes", {"all": true}, "type"], "root": {"workflow": "w0"}}, "expected": {"value": ["Suspend", "Pod", "Steps"]}}""", true)]
    [InlineData("""{"check": "sameElements", "actual": {"path": ["status", "nodes", {"all": true}, "type"], "root": {"workflow": "w0"}}, "expected": {"value": ["Pod", "Pod", "Steps"]}}""", false)]
    [InlineData("""{"check": "contains", "actual": {"path": ["status", "nodes", {"keys": true}], "root": {"workflow": "w0"}}, "expected": {"value": "wf-2"}}""", true)]
    [InlineData("""{"check": "equal", "actual": {"path": [{"jsonPath": "$.status.nodes[*].type"}], "root": {"workflow": "w0"}}, "expected": {"value": ["Steps", "Pod", "Suspend"]}}""", true)]
    [InlineData("""{"check": "ge", "actual": {"path": ["status", "startedAt"], "root": {"workflow": "w0"}}, "expected": {"value": {"$time": "now-60s"}}}""", true)]
    [InlineData("""{"check": "gt", "actual": {"path": ["spec", "count"], "root": {"workflow": "w0"}}, "expected": {"value": 10}}""", false)]
    [InlineData("""{"check": "matches", "actual": {"path": ["metadata", "name"], "root": {"workflow": "w0"}}, "expected": {"value": "^w.$"}}""", true)]
    [InlineData("""{"check": "equal", "actual": {"path": ["metadata", "name"], "root": {"workflow": "w0"}}, "expected": {"concat": ["w", {"value": "f"}]}}""", true)]
    [InlineData("""{"check": "true", "pred": {"op": "workflowSuspended", "root": {"workflow": "w0"}}}""", true)]
    [InlineData("""{"check": "false", "pred": {"op": "anyActiveSuspendNode", "path": ["status"], "root": {"workflow": "w0"}}}""", false)]
    [InlineData("""{"check": "true", "pred": {"op": "exists", "root": {"workflow": "w0"}, "path": ["status", "nodes"], "where": {"op": "isExitNode", "path": []}}}""", true)]
    [InlineData("""{"check": "true", "pred": {"op": "fulfilled", "root": {"workflow": "w0"}, "path": ["status", "nodes", {"key": "wf-1"}]}}""", true)]
    [InlineData("""{"check": "notNull", "actual": {"path": ["outputs"]}, "forEach": [{"root": {"workflow": "w0"}, "path": ["status", "nodes"], "where": {"op": "eq", "path": ["type"], "than": {"value": "Pod"}}}]}""", true)]
    [InlineData("""{"check": "notNull", "actual": {"path": ["outputs"]}, "forEach": [{"root": {"workflow": "w0"}, "path": ["status", "nodes"], "where": {"op": "true"}}]}""", false)]
    [InlineData("""{"check": "equal", "actual": {"path": ["type"]}, "expected": {"value": "Suspend"}, "forEach": [{"root": {"workflow": "w0"}, "path": ["status", "nodes"], "where": {"op": "contains", "path": [{"eachKey": true}], "than": {"value": "-2"}}}]}""", true)]
    [InlineData("""{"check": "true", "pred": {"op": "in", "path": ["status", "phase"], "root": {"workflow": "w0"}, "than": {"value": ["Running", "Failed"]}}}""", true)]
    [InlineData("""{"check": "jsonEqual", "actual": {"path": [], "root": {"text": "t"}}, "expected": {"value": "{\"b\": 1, \"a\": [2]}"}}""", true)]
    public void Check_HoldsOrNot_When_AssertionIsGiven(string assertion, bool holds)
    {
        var roots = new RootValues();
        roots.Set(new JsonObject { ["workflow"] = "w0" }, JsonNode.Parse(Run));
        roots.Set(new JsonObject { ["text"] = "t" }, JsonValue.Create("""{"a":[2],"b":1}"""));
        var interpreter = new AssertionInterpreter(roots, new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero));

        void Act() => interpreter.Check((JsonObject)JsonNode.Parse(assertion)!);

        if (holds)
        {
            Act();
        }
        else
        {
            Assert.Throws<AssertionFailedException>(Act);
        }
    }

    [Fact]
    public void Roots_AreFound_When_Nested()
    {
        var node = JsonNode.Parse("""{"actual": {"root": {"podOf": {"root": {"workflow": "w0"}, "path": []}}, "path": []}}""");

        var roots = RootValues.RootsIn(node).Select(root => root.First().Key);

        Assert.Equal(["workflow", "podOf"], roots);
    }

    [Fact]
    public void Yaml_HasTimes_When_RelativeOnesAreWrittenInBlockForm()
    {
        var text = TimeText.ResolveYaml("status:\n  lastScheduledTime:\n    $time: now-60s\nkind: X\n", new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero));

        Assert.Equal("status:\n  lastScheduledTime: \"2026-01-01T00:00:00Z\"\nkind: X\n", text);
    }
}
