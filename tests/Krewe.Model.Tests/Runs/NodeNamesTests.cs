using System.Text.Json;
using Krewe.Model.Runs;

namespace Krewe.Model.Tests.Runs;

public sealed class NodeNamesTests
{
    [Theory]
    [InlineData("hello", "hello", "hello")]
    [InlineData("custom-job-thbh7", "custom-job-thbh7[0]", null)]
    public void NodeId_Is_TheWorkflowName_When_NodeIsTheRoot(string workflow, string node, string? expected)
    {
        var id = NodeNames.NodeId(workflow, node);

        Assert.Equal(expected ?? $"{workflow}-{id[(workflow.Length + 1)..]}", id);
        Assert.Equal(expected is not null, id == workflow);
    }

    // The two names are known to collide under FNV-1a 32 (Argo issue 16376), which only the very same hash does.
    [Fact]
    public void NodeId_Collides_When_ArgosDoes() =>
        Assert.Equal(
            NodeNames.NodeId("custom-job-thbh7", "custom-job-thbh7[0]"),
            NodeNames.NodeId("custom-job-thbh7", "custom-job-thbh7[0].custom-job[0].custom-job-main"));

    [Theory]
    [InlineData("wf", "wf", true)]
    [InlineData("wf", "wf.a", false)]
    [InlineData("wf-", "wf.a", false)]
    [InlineData("wf-1", "wf.a", false)]
    [InlineData("wf-0123", "wf.a", false)]
    [InlineData("other", "wf", false)]
    public void IsNodeId_Tells_WhetherTheIdFollowsFromTheName(string id, string node, bool expected)
    {
        Assert.Equal(expected, NodeNames.IsNodeId(id, "wf", node));
        Assert.True(NodeNames.IsNodeId(NodeNames.NodeId("wf", node), "wf", node));
        Assert.True(NodeNames.IsNodeId(NodeNames.NodeId("wf", "wf.é"), "wf", "wf.é"));
        Assert.False(NodeNames.IsNodeId("0" + NodeNames.NodeId("wf", node), "wf", node));
    }

    [Theory]
    [InlineData("\"a(b)c\"", "n(3:abc)")]
    [InlineData("12", "n(3:12)")]
    [InlineData("true", "n(3:true)")]
    [InlineData("{\"b\":\"x\",\"a\":1}", "n(3:a:1,b:x)")]
    [InlineData("[1,\"two\",[3]]", "n(3:[1 two [3]])")]
    [InlineData("\"say \\\"hi\\\" <now>\"", "n(3:say \\\"hi\\\" \\u003cnow\\u003e)")]
    public void LoopChild_Describes_Item_When_ItemIsOfAnyKind(string item, string expected) =>
        Assert.Equal(expected, NodeNames.LoopChild("n", 3, JsonDocument.Parse(item).RootElement));

    [Theory]
    [InlineData("12")]
    [InlineData("a(b)c")]
    [InlineData("say \"hi\" <now>\n")]
    public void LoopItem_IsTheSame_When_TextComesWithoutJson(string item) =>
        Assert.Equal(NodeNames.LoopItem(JsonSerializer.SerializeToElement(item)), NodeNames.LoopItem(item));

    [Theory]
    [InlineData("wf[0].a", "wf", "a")]
    [InlineData("wf[0]", "wf", "[0]")]
    [InlineData("wf.task(0:x)", "wf", "task(0:x)")]
    [InlineData("wf.a[12].b(1)", "wf.a", "b(1)")]
    [InlineData("wf.onExit", null, "wf.onExit")]
    public void Display_Leaves_OutTheBoundary_When_NodeHasOne(string node, string? boundary, string expected) =>
        Assert.Equal(expected, NodeNames.Display(node, boundary));

    [Fact]
    public void Pod_Follows_TheVersion_When_NameIsMade()
    {
        var hash = NodeNames.NodeId("wf", "wf.a")["wf-".Length..];

        Assert.Equal("wf", NodeNames.Pod("wf", "wf", "main"));
        Assert.Equal($"wf-main-{hash}", NodeNames.Pod("wf", "wf.a", "main"));
        Assert.Equal($"wf-{hash}", NodeNames.Pod("wf", "wf.a", null));
        Assert.Equal($"wf-{hash}", NodeNames.Pod("wf", "wf.a", "main", PodNameVersion.V1));
        Assert.Equal(253, NodeNames.Pod("wf", "wf.a", new string('x', 300)).Length + 10 - hash.Length);
    }

    [Fact]
    public void Hook_Is_OnExit_When_HookIsExit()
    {
        Assert.Equal("wf.a.onExit", NodeNames.Hook("wf.a", "exit"));
        Assert.Equal("wf.a.hooks.running", NodeNames.Hook("wf.a", "running"));
    }
}
