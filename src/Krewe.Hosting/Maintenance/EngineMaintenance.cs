using Krewe.Client;
using Krewe.Grains;
using Krewe.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>What an engine does beside its runs: wakes them after a restart, starts those that are due by schedule, and deletes those whose time to live is over or that are more than are kept. In a cluster only the leader deletes.</summary>
internal sealed partial class EngineMaintenance(RunRecovery recovery, CronRecovery crons, CronNotices notices, IRunRetention retention, SurplusRuns surplus, WorkflowService workflows, AuditLog audit, ClusterHosts hosts, IHostApplicationLifetime host, TimeProvider time, ILogger<EngineMaintenance> logger) : BackgroundService
{
    private const int PageSize = 100;
    private static readonly Actor Retention = new("retention", Actor.Engine);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Grains answer only once the silo is up, which is another service of this host.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (host.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        }

        var schedules = notices.IsEnabled ? crons.WatchAsync(stoppingToken) : Task.CompletedTask;
        await Task.WhenAll(recovery.RunAsync(stoppingToken), schedules, SweepAsync(stoppingToken)).ConfigureAwait(false);
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SweepPeriod, time);
        do
        {
            if (!hosts.IsLeader)
            {
                continue;
            }

            try
            {
                foreach (var uid in await retention.ListExpiredAsync(time.GetUtcNow(), PageSize, cancellationToken).ConfigureAwait(false))
                {
                    await DeleteAsync(uid, cancellationToken).ConfigureAwait(false);
                }

                await audit.TrimAsync(PageSize, cancellationToken).ConfigureAwait(false);
                foreach (var uid in await surplus.ListAsync(PageSize, cancellationToken).ConfigureAwait(false))
                {
                    await DeleteAsync(uid, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogSweepFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    // One that cannot be deleted must not keep the others.
    private async Task DeleteAsync(string uid, CancellationToken cancellationToken)
    {
        try
        {
            var run = new RunRef("", uid, uid);
            var row = await workflows.LookUpAsync(run, cancellationToken).ConfigureAwait(false);
            await workflows.DeleteAsync(run, new DeleteOptions(), cancellationToken).ConfigureAwait(false);
            using (Acting.As(Retention))
            {
                await audit.NoteAsync(new AuditedChange("delete", WorkflowService.Plural) { Namespace = row?.Namespace ?? "", Name = row?.Name ?? "", Uid = uid, Before = row is null ? null : AuditNotes.Of(row) }, AuditOutcome.Done, "its time to live is over, or more are ended than are kept").ConfigureAwait(false);
            }
        }
        catch (KreweException refused)
        {
            LogNotDeleted(uid, refused.Message);
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "run {Uid}, which is to be kept no longer, could not be deleted; it is tried again: {Reason}")]
    private partial void LogNotDeleted(string uid, string reason);

    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "deleting runs that are to be kept no longer failed; it is tried again")]
    private partial void LogSweepFailed(Exception failure);
}
