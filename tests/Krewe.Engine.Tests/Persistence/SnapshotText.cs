using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>All of a run that a snapshot has to keep, as text.</summary>
internal static class SnapshotText
{
    public static void AssertSame(RunState expected, RunState actual)
    {
        Assert.Equal(Of(expected), Of(actual));
        Assert.Equal(expected.Nodes.Keys, actual.Nodes.Keys);
        foreach (var (node, other) in expected.Nodes.Values.Zip(actual.Nodes.Values))
        {
            Assert.Equal(Of(node), Of(other));
        }
    }

    private static string Of(RunState state) =>
        $"{state.Host} {state.Phase} {state.Shutdown} {state.IsSuspended} {string.Join(',', state.LockHolders)} {JsonSerializer.Serialize(WorkflowProjection.Of(state, withNodes: false), ModelJson.Default.Workflow)}";

    private static string Of(RunNode node) =>
        $"{node.Attempt} {node.Outstanding} {node.Cancelling} {node.StartedAt:O} {node.FinishedAt:O} {node.BegunAt:O} {JsonSerializer.Serialize(node.ToStatus(), ModelJson.Default.NodeStatus)}";
}
