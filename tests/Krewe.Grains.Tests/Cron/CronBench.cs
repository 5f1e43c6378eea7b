using System.Globalization;
using System.Text.Json;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Grains.Tests.Cron;

/// <summary>One cron workflow over a store in memory and a clock that stands; an engine that is killed is a new operator on the same store.</summary>
internal sealed class CronBench : ICronRuns
{
    private DateTimeOffset? _armedFor;

    private CronBench()
    {
        Store = new InMemoryStore(Clock);
        Operator = NewOperator();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 30, TimeSpan.Zero));

    public InMemoryStore Store { get; }

    public CronOperator Operator { get; private set; }

    /// <summary>Names of the runs in the order in which they were started.</summary>
    public List<string> Started { get; } = [];

    public List<string> Terminated { get; } = [];

    public List<string> Deleted { get; } = [];

    public string? Problem { get; set; }

    public string? Refusal { get; set; }

    /// <summary>The process is killed when the run is there and nothing else.</summary>
    public bool DiesAfterStart { get; set; }

    private static ObjectKey Key => new(nameof(CronWorkflow), "ns", "c");

    public static async Task<CronBench> StartAsync(CronWorkflowSpec spec, IReadOnlyDictionary<string, string>? annotations = null)
    {
        var bench = new CronBench();
        await bench.WriteAsync(new CronWorkflow
        {
            Metadata = new ObjectMeta { Name = "c", Namespace = "ns", Uid = "cron-uid", CreationTimestamp = bench.Clock.GetUtcNow(), Annotations = annotations },
            Spec = spec with { Timezone = spec.Timezone ?? "UTC", WorkflowSpec = new WorkflowSpec { Entrypoint = "main" } },
        });
        return bench;
    }

    public async Task<CronWorkflow> ObjectAsync() => JsonSerializer.Deserialize((await Store.GetAsync(Key))!.Payload.Span, ModelJson.Default.CronWorkflow)!;

    public Task WriteAsync(CronWorkflow cron) => Store.PutAsync(Key, JsonSerializer.SerializeToUtf8Bytes(cron, ModelJson.Default.CronWorkflow), cron.Metadata.Labels);

    public async Task<DateTimeOffset?> LookAsync() => _armedFor = await Operator.AdvanceAsync("ns", "c", _armedFor);

    /// <summary>Lets time pass as a running engine sees it: it is there for every slot.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        await LookAsync();
        while (_armedFor <= end)
        {
            Clock.SetUtcNow(_armedFor.Value);
            await LookAsync();
        }

        Clock.SetUtcNow(end);
    }

    /// <summary>The engine is gone for a time; another one takes over.</summary>
    public async Task BeDownAsync(TimeSpan time)
    {
        Clock.Advance(time);
        (Operator, _armedFor) = (NewOperator(), null);
        await LookAsync();
    }

    public async Task EndAsync(string run, string phase)
    {
        var row = (await Store.GetByNameAsync("ns", run))!;
        var commit = new RunCommit
        {
            RunId = row.Uid,
            CommitNo = 2,
            Payload = "ended"u8.ToArray(),
            Index = row with { Phase = phase, FinishedAt = Clock.GetUtcNow() },
            Completed = "document"u8.ToArray(),
        };
        Assert.True((await Store.CommitAsync([commit]))[0].IsCommitted);
        await LookAsync();
    }

    /// <summary>The ledger in short, oldest first: <c>12:01 Started</c>.</summary>
    public async Task<string> LedgerAsync() => string.Join(", ", (await Store.ListCronSlotsAsync("cron-uid", null, 1000)).Reverse()
        .Select(slot => $"{slot.DueAt.ToString("HH:mm", CultureInfo.InvariantCulture)} {slot.Outcome}"));

    /// <summary>Where it counts what it does.</summary>
    public EngineInstruments Instruments { get; } = new();

    public Task<string?> ProblemAsync(CronWorkflow cron) => Task.FromResult(Problem);

    public async Task<CronStart> StartAsync(CronWorkflow cron, string name, DateTimeOffset slot)
    {
        if (Refusal is not null)
        {
            return new CronStart(null, 0, Refusal);
        }

        var row = new RunIndexRow
        {
            Uid = "uid-" + name,
            Namespace = "ns",
            Name = name,
            Phase = WorkflowPhase.Running,
            CronWorkflow = "c",
            CreatedAt = Clock.GetUtcNow(),
            Summary = "{}"u8.ToArray(),
        };
        Assert.True((await Store.CommitAsync([new RunCommit { RunId = row.Uid, CommitNo = 1, Payload = "started"u8.ToArray(), Index = row }]))[0].IsCommitted);
        Started.Add(name);
        return DiesAfterStart ? throw new IOException("killed") : new CronStart(row.Uid, 1, null);
    }

    public Task TerminateAsync(string uid)
    {
        Terminated.Add(uid);
        return Task.CompletedTask;
    }

    public async Task DeleteAsync(string uid)
    {
        Deleted.Add(uid);
        await Store.DeleteAsync(uid);
    }

    private CronOperator NewOperator() => new(Store, Store, Store, this, Instruments, Clock, NullLogger<CronOperator>.Instance);
}
