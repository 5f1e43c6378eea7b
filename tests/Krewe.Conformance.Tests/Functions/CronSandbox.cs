using System.Text.Json;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Model.Schedules;
using Krewe.Model.Validation;
using Krewe.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Krewe.Conformance;

/// <summary>A cron workflow alone with its store: what is started is only noted.</summary>
internal sealed class CronSandbox(DateTimeOffset moment) : TimeProvider, ICronRuns
{
    /// <summary>The object after its next slot was due.</summary>
    public static Task<CronWorkflow> RunNextSlotAsync(CronWorkflow cron, DateTimeOffset now)
    {
        var metadata = cron.Metadata with { Namespace = cron.Metadata.Namespace ?? "argo", Uid = cron.Metadata.Uid ?? "cron" };
        return RunAsync(cron with { Metadata = metadata }, now);
    }

    public override DateTimeOffset GetUtcNow() => moment;

    public Task<string?> ProblemAsync(CronWorkflow cron) =>
        Task.FromResult(WorkflowValidator.Validate(cron, new TemplateLookup([])).Select(error => error.Message).FirstOrDefault());

    public Task<CronStart> StartAsync(CronWorkflow cron, string name, DateTimeOffset slot) => Task.FromResult(new CronStart("uid-" + name, 1, null));

    public Task TerminateAsync(string uid) => Task.CompletedTask;

    public Task DeleteAsync(string uid) => Task.CompletedTask;

    private static async Task<CronWorkflow> RunAsync(CronWorkflow cron, DateTimeOffset now)
    {
        var store = new InMemoryStore();
        await using var closed = store.ConfigureAwait(false);
        var slot = NextSlot(cron, now);
        var sandbox = new CronSandbox(slot);
        var (key, @namespace, name) = (new CronKey(cron.Metadata.Uid!, cron.Metadata.Namespace!, cron.Metadata.Name!), cron.Metadata.Namespace!, cron.Metadata.Name!);
        var stored = new ObjectKey(nameof(CronWorkflow), @namespace, name);
        await store.PutAsync(stored, JsonSerializer.SerializeToUtf8Bytes(cron, ModelJson.Default.CronWorkflow)).ConfigureAwait(false);
        await store.CommitCronAsync(new CronState(key, slot.AddSeconds(-1), CronTimetable.Text(cron.Spec), slot), []).ConfigureAwait(false);
        await new CronOperator(store, store, store, sandbox, new EngineInstruments(), sandbox, NullLogger<CronOperator>.Instance).AdvanceAsync(@namespace, name, slot).ConfigureAwait(false);
        return JsonSerializer.Deserialize((await store.GetAsync(stored).ConfigureAwait(false))!.Payload.Span, ModelJson.Default.CronWorkflow)!;
    }

    private static DateTimeOffset NextSlot(CronWorkflow cron, DateTimeOffset now)
    {
        try
        {
            return CronTimetable.Of(cron).Next(now) ?? now;
        }
        catch (FormatException)
        {
            return now;
        }
    }
}
