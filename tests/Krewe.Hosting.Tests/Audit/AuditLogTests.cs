using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Hosting.Tests.Audit;

/// <summary>Nothing is changed that the log does not know of, and what became of it is told in the end.</summary>
public sealed class AuditLogTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_Is_Written_Down_Before_It_Is_Made_And_Once_More_After()
    {
        var store = new BrokenStore(_time);
        await using var log = Log(store);

        var seen = await log.DoAsync(Change(), async () => (await store.ListAuditAsync(AuditFilter.All, null, 5)).Single().Outcome, Token);

        await log.CatchUpAsync(Token);
        Assert.Equal(AuditOutcome.Pending, seen);
        Assert.Equal(AuditOutcome.Done, (await store.ListAuditAsync(AuditFilter.All, null, 5)).Single().Outcome);
    }

    [Fact]
    public async Task Changes_Of_One_Moment_Are_Told_In_The_Order_In_Which_They_Were_Made()
    {
        var store = new BrokenStore(_time);
        await using var log = Log(store);

        for (var number = 0; number < 50; number++)
        {
            await log.NoteAsync(new AuditedChange("create", "workflows") { Name = $"{number}" }, AuditOutcome.Refused, null);
        }

        await log.CatchUpAsync(Token);
        var told = await store.ListAuditAsync(AuditFilter.All, null, 100);
        Assert.Equal(Enumerable.Range(0, 50).Reverse().Select(number => $"{number}"), told.Select(record => record.Name));
        Assert.Single(told.Select(record => record.At).Distinct());
    }

    [Theory]
    [InlineData(KreweErrorCode.NotFound, AuditOutcome.Refused)]
    [InlineData(KreweErrorCode.Internal, AuditOutcome.Failed)]
    public async Task What_Was_Thrown_Is_Told(KreweErrorCode code, AuditOutcome outcome)
    {
        var store = new BrokenStore(_time);
        await using var log = Log(store);

        await Assert.ThrowsAsync<KreweException>(() => log.DoAsync<bool>(Change(), () => throw new KreweException(code, "why not"), Token));

        await log.CatchUpAsync(Token);
        var record = (await store.ListAuditAsync(AuditFilter.All, null, 5)).Single();
        Assert.Equal((outcome, "why not"), (record.Outcome, record.Message));
    }

    [Fact]
    public async Task Change_Is_Refused_While_The_Log_Cannot_Be_Written()
    {
        var store = new BrokenStore(_time) { IsBroken = true };
        await using var log = Log(store);
        var made = false;

        var refused = await Assert.ThrowsAsync<KreweException>(() => log.DoAsync(Change(), () => Task.FromResult(made = true), Token));

        Assert.False(made);
        Assert.Equal(KreweErrorCode.Unavailable, refused.Code);
        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Became_Of_A_Change_Is_Told_Once_The_Store_Is_Well_Again()
    {
        var store = new BrokenStore(_time);
        await using var log = Log(store);
        await log.DoAsync(
            Change(),
            () =>
            {
                store.IsBroken = true;
                return Task.FromResult(true);
            },
            Token);
        await PassTimeUntilAsync(() => Task.FromResult(store.Refused.Task.IsCompleted));

        store.IsBroken = false;
        await PassTimeUntilAsync(async () => (await store.ListAuditAsync(AuditFilter.All, null, 5)).Single().Outcome != AuditOutcome.Pending);

        Assert.Equal(AuditOutcome.Done, (await store.ListAuditAsync(AuditFilter.All, null, 5)).Single().Outcome);
    }

    [Fact]
    public async Task What_Became_Of_A_Change_Is_Written_With_The_Next_Change_Or_A_Moment_Later()
    {
        var store = new BrokenStore(_time);
        await using var log = Log(store);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await log.DoAsync(Change(), () => Task.FromResult(true), Token);
        }

        // The last one waits for company, the others had it.
        await PassTimeUntilAsync(async () => (await store.ListAuditAsync(new AuditFilter { Outcome = AuditOutcome.Done }, null, 5)).Count == 3);
        Assert.Equal(4, store.Writes);
    }

    [Fact]
    public async Task One_Record_That_Cannot_Be_Written_Does_Not_Harm_Others()
    {
        var store = new BrokenStore(_time);
        await using var log = Log(store);

        var changes = Enumerable.Range(0, 20).Select(place => log.DoAsync(new AuditedChange(place == 7 ? BrokenStore.Bad : "create", "workflows"), () => Task.FromResult(place), Token)).ToList();

        await Assert.ThrowsAsync<KreweException>(() => changes[7]);
        changes.RemoveAt(7);
        Assert.Equal(19, (await Task.WhenAll(changes)).Length);
        await log.CatchUpAsync(Token);
        Assert.Equal(19, (await store.ListAuditAsync(new AuditFilter { Outcome = AuditOutcome.Done }, null, 50)).Count);
    }

    [Fact]
    public async Task Log_That_Is_Kept_For_No_Day_Is_Not_Written()
    {
        var store = new BrokenStore(_time) { IsBroken = true };
        await using var log = new AuditLog(store, new ControllerConfig { AuditRetentionDays = 0 }, _time, NullLogger<AuditLog>.Instance);

        Assert.Equal(7, await log.DoAsync(Change(), () => Task.FromResult(7), Token));
        Assert.Empty(await store.ListAuditAsync(AuditFilter.All, null, 5));
    }

    [Fact]
    public async Task Old_Records_Are_Dropped()
    {
        var store = new BrokenStore(_time);
        await using var log = new AuditLog(store, new ControllerConfig { AuditRetentionDays = 30 }, _time, NullLogger<AuditLog>.Instance);
        await log.DoAsync(Change(), () => Task.FromResult(true), Token);
        await log.CatchUpAsync(Token);

        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await log.TrimAsync(10, Token));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await log.TrimAsync(10, Token));
    }

    [Theory]
    [InlineData("""{"password":"x","a":{"apiKey":"y","list":[{"ACCESS_KEY":"z"}]}}""", """{"password":"***","a":{"apiKey":"***","list":[{"ACCESS_KEY":"***"}]}}""")]
    [InlineData("""{"parameters":[{"name":"db-password","value":"x","default":"y","description":"d"},{"name":"size","value":"big"}]}""", """{"parameters":[{"name":"db-password","value":"***","default":"***","description":"d"},{"name":"size","value":"big"}]}""")]
    [InlineData("""{"name":"TOKEN","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}""", """{"name":"TOKEN","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}""")]
    [InlineData("""{"volumes":[{"secret":{"secretName":"tls"}}]}""", """{"volumes":[{"secret":{"secretName":"tls"}}]}""")]
    public void Secrets_Are_Masked_By_Their_Names(string text, string expected) =>
        Assert.Equal(expected, AuditSecrets.Mask(JsonNode.Parse(text)!).ToJsonString());

    private static AuditedChange Change() => new("create", "workflows") { Namespace = "ns", Name = "n" };

    private async Task PassTimeUntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }

    private AuditLog Log(IAuditStore store) => new(store, new ControllerConfig(), _time, NullLogger<AuditLog>.Instance);

    private sealed class BrokenStore(TimeProvider time) : IAuditStore
    {
        public const string Bad = "bad";

        private readonly InMemoryStore _inner = new(time);

        public bool IsBroken { get; set; }

        public int Writes { get; private set; }

        public TaskCompletionSource Refused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WriteAuditAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default)
        {
            if (records.Any(record => record.Action == Bad))
            {
                throw new InvalidOperationException("a record is bad");
            }

            if (!IsBroken)
            {
                Writes++;
                return _inner.WriteAuditAsync(records, cancellationToken);
            }

            Refused.TrySetResult();
            throw new StorageException("the disk is full");
        }

        public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditFilter filter, AuditCursor? after, int limit, CancellationToken cancellationToken = default) => _inner.ListAuditAsync(filter, after, limit, cancellationToken);

        public Task<AuditRecord?> GetAuditAsync(string id, CancellationToken cancellationToken = default) => _inner.GetAuditAsync(id, cancellationToken);

        public Task<int> TrimAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => _inner.TrimAuditAsync(before, limit, cancellationToken);
    }
}
