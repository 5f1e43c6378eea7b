using Krewe.Testing;

namespace Krewe.Storage.Tests;

/// <summary>What owners of runs do with committers; each checks what was promised to whom.</summary>
internal static class CommitterScenarios
{
    /// <summary>One owner each of two runs, one committer, a store that fails.</summary>
    public static async Task OneOwnerAsync(Interleaving interleaving)
    {
        var world = new CommitterWorld(interleaving);
        var committer = world.MakeCommitter(batch: 2, queue: 1);
        await Task.WhenAll(world.OwnAsync(committer, "r1", "a", 4), world.OwnAsync(committer, "r2", "b", 4));
        await committer.DisposeAsync();
        await world.CheckAsync();
    }

    /// <summary>As after a split of the cluster: each run has an owner on both sides.</summary>
    public static async Task TwoOwnersAsync(Interleaving interleaving)
    {
        var world = new CommitterWorld(interleaving);
        var (left, right) = (world.MakeCommitter(batch: 2, queue: 2), world.MakeCommitter(batch: 2, queue: 2));
        await Task.WhenAll(world.OwnAsync(left, "r1", "left", 3), world.OwnAsync(right, "r1", "right", 3), world.OwnAsync(left, "r2", "left", 2), world.OwnAsync(right, "r2", "right", 2));
        await left.DisposeAsync();
        await right.DisposeAsync();
        await world.CheckAsync();
    }

    /// <summary>A silo stops while its runs commit.</summary>
    public static async Task ShutdownAsync(Interleaving interleaving)
    {
        var world = new CommitterWorld(interleaving);
        var committer = world.MakeCommitter(batch: 2, queue: 1);
        var owners = Task.WhenAll(world.OwnAsync(committer, "r1", "a", 3), world.OwnAsync(committer, "r2", "b", 3), world.OwnAsync(committer, "r3", "c", 3));
        await interleaving.WanderAsync(30);
        interleaving.Note("shutdown");
        await committer.DisposeAsync();
        var waiting = committer.Waiting;
        interleaving.Note("shut down");
        await owners;
        Assert.Equal(0, waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => committer.CommitAsync(CommitterWorld.Commit("late", 1, "late")));
        await world.CheckAsync();
    }

    /// <summary>Commits of one run that follow each other without waiting, as no owner should do: none may be kept of which an earlier one is missing.</summary>
    public static async Task CrowdAsync(Interleaving interleaving)
    {
        var world = new CommitterWorld(interleaving);
        var committer = world.MakeCommitter(batch: 3, queue: 4);
        await Task.WhenAll(Enumerable.Range(1, 5).Select(number => world.CommitAsync(committer, "r1", number, $"a{number}")));
        await committer.DisposeAsync();
        await world.CheckAsync();
    }
}
