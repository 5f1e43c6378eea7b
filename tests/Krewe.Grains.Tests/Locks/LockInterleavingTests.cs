using Krewe.Testing;

namespace Krewe.Grains.Tests.Locks;

/// <summary>The lock grain under every order of its awaits that the schedules find: never more holders than the limit, and everyone comes to its turn.</summary>
public sealed class LockInterleavingTests(ITestOutputHelper output)
{
    [Fact]
    public void Holders_NeverExceedTheLimit_AndAllAreServed() => Explore(async interleaving =>
    {
        var world = new LockWorld(interleaving, faults: 0, new() { ["a"] = 1, ["b"] = 2 });
        await Task.WhenAll(world.MakeRun("one", 0, "a", "b").WorkAsync(), world.MakeRun("two", 1, "b").WorkAsync(), world.MakeRun("three", 0, "b", "a").WorkAsync(), world.MakeRun("four", 0, "a").WorkAsync());
    });

    [Fact]
    public void Holders_NeverExceedTheLimit_AndAllAreServed_WhenTheStoreFails() => Explore(async interleaving =>
    {
        var world = new LockWorld(interleaving, faults: 3, new() { ["a"] = 1, ["b"] = 1 });
        await Task.WhenAll(world.MakeRun("one", 0, "a", "b").WorkAsync(), world.MakeRun("two", 0, "b").WorkAsync(), world.MakeRun("three", 1, "b", "a").WorkAsync());
    });

    [Fact]
    public void Locks_OfARunThatIsGone_ComeFree() => Explore(async interleaving =>
    {
        var world = new LockWorld(interleaving, faults: 1, new() { ["a"] = 1, ["b"] = 1 });
        await Task.WhenAll(world.MakeRun("gone", 2, "a", "b").DieAsync(), world.MakeRun("one", 0, "a").WorkAsync(), world.MakeRun("two", 0, "b").WorkAsync());
    });

    [Fact]
    public void Holders_NeverExceedTheLimit_WhenTheGrainIsTakenOver_AndTheOldOneStillActs() => Explore(async interleaving =>
    {
        var world = new LockWorld(interleaving, faults: 1, new() { ["a"] = 1, ["b"] = 1 });
        var work = Task.WhenAll(world.MakeRun("one", 0, "a", "b").WorkAsync(), world.MakeRun("two", 0, "b").WorkAsync(), world.MakeRun("three", 0, "a").WorkAsync());
        await interleaving.WanderAsync(30);
        await world.LoseActivationAsync();
        await work;
    });

    [Fact]
    public void Waiters_AreServedByPriority_InWhateverOrderTheyCame() => Explore(async interleaving =>
    {
        var world = new LockWorld(interleaving, faults: 0, new() { ["a"] = 1 });
        var (first, low, middle, high) = (world.MakeRun("first", 0, "a"), world.MakeRun("low", 1, "a"), world.MakeRun("middle", 2, "a"), world.MakeRun("high", 3, "a"));
        var done = first.WorkAsync(low, middle, high);
        await first.Asked.Task;
        await Task.WhenAll(done, low.WorkAsync(), high.WorkAsync(), middle.WorkAsync());
        Assert.Equal(["first", "high", "middle", "low"], world.Served);
    });

    [Fact]
    public void Activation_ThatIsOutOfDate_DoesNotSayWhatItRemembers() => Explore(async interleaving =>
    {
        var world = new LockWorld(interleaving, faults: 0, new() { ["a"] = 1 });
        var (one, two) = (world.MakeRun("one", 0, "a"), world.MakeRun("two", 0, "a"));
        var old = new LockActivation(world);
        await old.ActivateAsync();
        Assert.True((await old.CallAsync(locks => locks.Acquire(one.Request))).Granted);
        Assert.True((await old.CallAsync(locks => locks.Acquire(one.Request))).Granted);
        var present = new LockActivation(world);
        await present.ActivateAsync();
        await present.CallAsync(async locks =>
        {
            await locks.Release(one.Name);
            return true;
        });
        Assert.True((await present.CallAsync(locks => locks.Acquire(two.Request))).Granted);

        await Assert.ThrowsAsync<InvalidOperationException>(() => old.CallAsync(locks => locks.Acquire(one.Request)));

        Assert.True(old.IsLeaving);
    });

    private void Explore(Func<Interleaving, Task> scenario) => output.WriteLine($"{Interleavings.Explore(scenario)} schedules");
}
