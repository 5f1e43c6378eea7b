using System.Text.Json;
using Krewe.Model;

namespace Krewe.Hosting.Tests;

/// <summary>What a delta between two pictures of a run holds.</summary>
public sealed class RunDeltasTests
{
    private static readonly Workflow Before = Picture("1", ("a", "Succeeded"), ("b", "Running"), ("c", "Pending"));

    [Fact]
    public void Delta_Has_New_Changed_And_Gone_Nodes_And_Folds_To_The_Later_Picture()
    {
        var after = Picture("2", ("a", "Succeeded"), ("b", "Failed"), ("d", "Running"));

        var delta = RunDeltas.Between(Before, after);

        Assert.True(delta.IsDelta);
        Assert.Equal(["b", "d"], delta.Object.Status!.Nodes!.Keys);
        Assert.Equal(["c"], delta.RemovedNodes);
        Assert.Null(delta.Object.Spec.Entrypoint);
        Assert.Null(delta.Object.Status.StoredTemplates);
        Assert.Equal(Json(after), Json(delta.Fold(Before)));
    }

    [Fact]
    public void Same_Picture_Read_Again_Has_No_Changed_Nodes()
    {
        // As it comes from the store: no object is the one of before.
        var again = JsonSerializer.Deserialize(Json(Before), ModelJson.Default.Workflow)!;

        var delta = RunDeltas.Between(Before, again);

        Assert.True(delta.IsDelta);
        Assert.Empty(delta.Object.Status!.Nodes!);
        Assert.Null(delta.RemovedNodes);
    }

    [Fact]
    public void Picture_With_Another_Spec_Or_Templates_Is_Sent_Whole()
    {
        var other = Before with { Spec = Before.Spec with { Shutdown = "Stop" } };
        var templates = Before with { Status = Before.Status! with { StoredTemplates = new Dictionary<string, Template> { ["t"] = new() { Name = "other" } } } };

        foreach (var after in new[] { other, templates })
        {
            var update = RunDeltas.Between(Before, after);
            Assert.Equal((false, after), (update.IsDelta, update.Object));
        }
    }

    [Fact]
    public async Task All_Who_Saw_The_Same_Share_One_Delta()
    {
        var deltas = new RunDeltas();
        var after = Picture("2", ("a", "Failed"));

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => deltas.BetweenAsync(Before, after)));

        Assert.All(made, update => Assert.Same(made[0], update));
    }

    private static string Json(Workflow workflow) => JsonSerializer.Serialize(workflow, ModelJson.Default.Workflow);

    private static Workflow Picture(string version, params (string Id, string Phase)[] nodes) => new()
    {
        Metadata = new ObjectMeta { Name = "run", ResourceVersion = version },
        Spec = new WorkflowSpec { Entrypoint = "main" },
        Status = new WorkflowStatus
        {
            Phase = "Running",
            StoredTemplates = new Dictionary<string, Template> { ["t"] = new() { Name = "t" } },
            Nodes = nodes.ToDictionary(node => node.Id, node => new NodeStatus { Id = node.Id, Name = node.Id, Phase = node.Phase, Children = ["x"] }, StringComparer.Ordinal),
        },
    };
}
