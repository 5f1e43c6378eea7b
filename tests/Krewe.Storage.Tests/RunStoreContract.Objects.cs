namespace Krewe.Storage.Tests;

public abstract partial class RunStoreContract
{
    private const string Kind = "WorkflowTemplate";

    [Fact]
    public async Task Object_IsWrittenOnlyOverTheVersionExpected()
    {
        var key = new ObjectKey(Kind, "ns", "a");

        var made = await Store.PutAsync(key, Bytes("1"), Map(("k", "v")), expectedVersion: 0);
        var clash = await Store.PutAsync(key, Bytes("2"), null, expectedVersion: 0);
        var stale = await Store.PutAsync(key, Bytes("2"), null, expectedVersion: made.Version + 7);

        Assert.Equal(ObjectWriteStatus.Done, made.Status);
        Assert.Equal(new ObjectWriteResult(ObjectWriteStatus.Conflict, made.Version), clash);
        Assert.Equal(new ObjectWriteResult(ObjectWriteStatus.Conflict, made.Version), stale);
        var stored = (await Store.GetAsync(key))!;
        Assert.Equal(("1", made.Version, "v"), (Text(stored.Payload), stored.Version, stored.Labels["k"]));

        var next = await Store.PutAsync(key, Bytes("2"), null, made.Version);
        Assert.True(next.Version > made.Version);
        Assert.Equal(ObjectWriteStatus.Conflict, (await Store.DeleteAsync(key, made.Version)).Status);
        Assert.Equal(ObjectWriteStatus.Done, (await Store.DeleteAsync(key, next.Version)).Status);
        Assert.Equal(ObjectWriteStatus.NotFound, (await Store.DeleteAsync(key)).Status);
        Assert.Null(await Store.GetAsync(key));
    }

    [Fact]
    public async Task Objects_AreListedByNamespaceNameAndLabels()
    {
        foreach (var (ns, name, team) in new[] { ("n1", "b", "red"), ("n1", "a", "blue"), ("n2", "ab", "red"), ("n2", "x", "blue") })
        {
            await Store.PutAsync(new ObjectKey(Kind, ns, name), Bytes(name), Map(("team", team)));
        }

        await Store.PutAsync(new ObjectKey("Other", "n1", "a"), Bytes("other"));

        async Task<string> ListAsync(ObjectFilter filter, ObjectKey? after = null, int limit = 10) =>
            string.Join(' ', (await Store.ListAsync(filter, after, limit)).Select(item => item.Key.Namespace + "/" + item.Key.Name));

        Assert.Equal("n1/a n1/b n2/ab n2/x", await ListAsync(new ObjectFilter(Kind)));
        Assert.Equal("n2/ab n2/x", await ListAsync(new ObjectFilter(Kind) { Namespace = "n2" }));
        Assert.Equal("n1/a n2/ab", await ListAsync(new ObjectFilter(Kind) { NamePrefix = "a" }));
        Assert.Equal("n1/b n2/ab", await ListAsync(new ObjectFilter(Kind) { Labels = [LabelRequirement.Is("team", "red")] }));
        Assert.Equal("n1/b n2/ab", await ListAsync(new ObjectFilter(Kind), new ObjectKey(Kind, "n1", "a"), 2));
    }

    [Fact]
    public async Task ObjectChanges_TellEachObjectOnce_AsItIsNow()
    {
        var (a, b) = (new ObjectKey(Kind, "ns", "a"), new ObjectKey(Kind, "ns", "b"));
        var start = (await Store.PutAsync(a, Bytes("1"))).Version;
        await Store.PutAsync(b, Bytes("1"));
        await Store.DeleteAsync(b);
        await Store.DeleteAsync(a);
        await Store.PutAsync(a, Bytes("2"));
        await Store.PutAsync(new ObjectKey("Other", "ns", "a"), Bytes("other"));
        await CommitAsync(Create("r1", "run"));

        var changes = await Store.ListChangesAsync(Kind, start, 10);

        Assert.Equal([(b, null), (a, "2")], changes.Changes.Select(change => (change.Key, change.Object is { } found ? Text(found.Payload) : null)));
        Assert.Empty((await Store.ListChangesAsync(Kind, changes.UpTo, 10)).Changes);
        Time.Advance(TimeSpan.FromHours(1));
        await Store.ForgetAsync(Time.GetUtcNow());
        Assert.True((await Store.ListChangesAsync(Kind, start, 10)).TooOld);
    }

    [Fact]
    public async Task Memo_IsKeptWhileItIsOfUse()
    {
        var (used, idle) = (new MemoKey("ns", "cache", "used"), new MemoKey("ns", "cache", "idle"));
        await Store.PutAsync(used, Bytes("old"), Start);
        await Store.PutAsync(used, Bytes("new"), Start.AddHours(1));
        await Store.PutAsync(idle, Bytes("x"), Start.AddHours(1));
        await Store.TouchAsync(used, Start.AddHours(3));
        await Store.TouchAsync(new MemoKey("ns", "cache", "none"), Start);

        var entry = (await Store.GetAsync(used))!;

        Assert.Equal(("new", Start.AddHours(1), Start.AddHours(3)), (Text(entry.Payload), entry.CreatedAt, entry.LastHitAt));
        Assert.Equal(1, await Store.CollectAsync(Start.AddHours(2)));
        Assert.Null(await Store.GetAsync(idle));
        Assert.NotNull(await Store.GetAsync(used));
    }
}
