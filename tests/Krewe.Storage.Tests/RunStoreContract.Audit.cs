namespace Krewe.Storage.Tests;

/// <summary>The log of who changed what.</summary>
public abstract partial class RunStoreContract
{
    public static TheoryData<string, AuditFilter, string> AuditFilters => new()
    {
        { "all", AuditFilter.All, "d c b a" },
        { "namespace", new AuditFilter { Namespaces = ["ns"] }, "c a" },
        { "no namespace", new AuditFilter { Namespaces = [""] }, "d" },
        { "namespaces", new AuditFilter { Namespaces = ["ns", "other"] }, "c b a" },
        { "none of the namespaces", new AuditFilter { Namespaces = [] }, "" },
        { "actor", new AuditFilter { Actor = "ann" }, "c a" },
        { "action", new AuditFilter { Action = "delete" }, "d" },
        { "object", new AuditFilter { Kind = "workflows", Name = "build" }, "c a" },
        { "uid", new AuditFilter { Uid = "u1" }, "a" },
        { "outcome", new AuditFilter { Outcome = AuditOutcome.Refused }, "b" },
        { "from", new AuditFilter { From = Start.AddSeconds(1) }, "d c b" },
        { "from within a millisecond", new AuditFilter { From = Start.AddSeconds(1).AddTicks(1) }, "d" },
        { "before", new AuditFilter { Before = Start.AddSeconds(2) }, "c b a" },
        { "before within a millisecond", new AuditFilter { Before = Start.AddTicks(1) }, "a" },
    };

    [Theory]
    [MemberData(nameof(AuditFilters))]
    public async Task Audit_Lists_What_Is_Asked_For_The_Latest_First(string what, AuditFilter filter, string expected)
    {
        await FillAuditAsync();

        var seen = new List<string>();
        for (AuditCursor? after = null; ;)
        {
            if (await Store.ListAuditAsync(filter, after, 1) is not [var record])
            {
                break;
            }

            Assert.True(filter.Matches(record), what);
            seen.Add(record.Id);
            after = new AuditCursor(record.At, record.Id);
        }

        Assert.Equal(expected, string.Join(' ', seen));
        Assert.Equal(seen, (await Store.ListAuditAsync(filter, null, 10)).Select(record => record.Id));
    }

    [Fact]
    public async Task Audit_Keeps_A_Record_Whole_And_Says_Once_What_Became_Of_It()
    {
        var begun = Change("x", 0) with { Actor = "ann\0", Uid = null, Message = null, Detail = Bytes("asked") };
        var ended = begun with { Actor = "forged", Namespace = "ns2", Name = "named", Uid = "u9", Outcome = AuditOutcome.Failed, Message = "no\0t", Detail = Bytes("asked and done") };

        await Store.WriteAuditAsync([begun]);
        var first = (await Store.GetAuditAsync("x"))!;
        await Store.WriteAuditAsync([ended]);
        await Store.WriteAuditAsync([ended with { Outcome = AuditOutcome.Done, Message = "changed my mind" }, begun]);

        var last = (await Store.GetAuditAsync("x"))!;
        Assert.Equal((AuditOutcome.Pending, "asked"), (first.Outcome, Text(first.Detail)));
        Assert.Equal((first.Actor, "ns2", "named", "u9", AuditOutcome.Failed, "asked and done"), (last.Actor, last.Namespace, last.Name, last.Uid, last.Outcome, Text(last.Detail)));
        Assert.StartsWith("ann", last.Actor, StringComparison.Ordinal);
        Assert.StartsWith("no", last.Message, StringComparison.Ordinal);
        Assert.Equal(begun.At, last.At);
        Assert.Null(await Store.GetAuditAsync("other"));
    }

    [Fact]
    public async Task Audit_Takes_Beginning_And_End_At_Once()
    {
        var begun = Change("x", 0);

        await Store.WriteAuditAsync([]);
        await Store.WriteAuditAsync([begun, begun with { Outcome = AuditOutcome.Done }]);

        Assert.Equal(AuditOutcome.Done, (await Store.GetAuditAsync("x"))!.Outcome);
    }

    [Fact]
    public async Task Audit_Drops_The_Oldest_First()
    {
        await FillAuditAsync();

        Assert.Equal(1, await Store.TrimAuditAsync(Start.AddSeconds(2), 1));
        Assert.Equal("d c b", await IdsAsync());
        Assert.Equal(2, await Store.TrimAuditAsync(Start.AddSeconds(2), 10));
        Assert.Equal(0, await Store.TrimAuditAsync(Start.AddSeconds(2), 10));
        Assert.Equal("d", await IdsAsync());

        async Task<string> IdsAsync() => string.Join(' ', (await Store.ListAuditAsync(AuditFilter.All, null, 10)).Select(record => record.Id));
    }

    private Task FillAuditAsync() => Store.WriteAuditAsync(
    [
        Change("a", 0) with { Uid = "u1" },
        Change("b", 1) with { Actor = "bob", Namespace = "other", Name = "deploy", Outcome = AuditOutcome.Refused, Message = "no" },
        Change("c", 1),
        Change("d", 2) with { Actor = "bob", Action = "delete", Kind = "tokens", Namespace = "", Name = "ci" },
    ]);

    private static AuditRecord Change(string id, int second) => new()
    {
        Id = id,
        At = Start.AddSeconds(second),
        Actor = "ann",
        Via = "api",
        Action = "create",
        Kind = "workflows",
        Namespace = "ns",
        Name = "build",
    };
}
