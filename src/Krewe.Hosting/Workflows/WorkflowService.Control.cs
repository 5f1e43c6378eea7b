using Krewe.Client;
using Krewe.Engine;
using Krewe.Grains;
using Krewe.Model;

namespace Krewe.Hosting;

/// <content>Steering runs.</content>
internal sealed partial class WorkflowService
{
    public Task<Workflow> StopAsync(RunRef run, StopOptions options, CancellationToken cancellationToken = default) =>
        SendAsync(run, now => new StopRun { Now = now, Selector = options.NodeFieldSelector, Message = options.Message }, cancellationToken);

    public Task<Workflow> TerminateAsync(RunRef run, CancellationToken cancellationToken = default) =>
        SendAsync(run, now => new TerminateRun { Now = now }, cancellationToken);

    public Task<Workflow> SuspendAsync(RunRef run, CancellationToken cancellationToken = default) =>
        SendAsync(run, now => new SuspendRun { Now = now }, cancellationToken);

    public Task<Workflow> ResumeAsync(RunRef run, ResumeOptions options, CancellationToken cancellationToken = default) =>
        SendAsync(run, now => new ResumeRun { Now = now, Selector = options.NodeFieldSelector }, cancellationToken);

    public Task<Workflow> SetNodeAsync(RunRef run, SetNodeOptions options, CancellationToken cancellationToken = default) =>
        SendAsync(
            run,
            now => new SetNode { Now = now, Selector = options.NodeFieldSelector ?? "", Phase = options.Phase, Message = options.Message, Outputs = options.OutputParameters },
            cancellationToken);

    public Task<Workflow> RetryAsync(RunRef run, RetryOptions options, CancellationToken cancellationToken = default) =>
        SendAsync(
            run,
            now => new RetryRun { Now = now, RestartSuccessful = options.RestartSuccessful, Selector = options.NodeFieldSelector, Parameters = options.Parameters },
            cancellationToken);

    public async Task<Workflow> ResubmitAsync(RunRef run, ResubmitOptions options, CancellationToken cancellationToken = default)
    {
        var original = await GetAsync(run, cancellationToken).ConfigureAwait(false);
        var settings = await RunSettingsStore.GetAsync(_objects, original.Metadata.Uid!, cancellationToken).ConfigureAwait(false);
        var admitted = await _admission.ResubmitAsync(original, options, settings, cancellationToken).ConfigureAwait(false);
        return await StartAsync(admitted, options.RequestId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Workflow> SendAsync(RunRef run, Func<DateTimeOffset, RunCommand> command, CancellationToken cancellationToken)
    {
        var row = await FindAsync(run, cancellationToken).ConfigureAwait(false);
        var message = new RunCommandMessage(command(_time.GetUtcNow()) with { CommandId = Guid.NewGuid().ToString("n") });
        var reply = await _runs.CallAsync(row.Uid, run => run.Command(message), cancellationToken).ConfigureAwait(false);
        return reply.Status switch
        {
            RunReplyStatus.Accepted => Versioned(await _parts.WholeAsync(reply.Workflow!, cancellationToken).ConfigureAwait(false), reply.Version),
            RunReplyStatus.Rejected => throw new KreweException(KreweErrorCode.FailedPrecondition, reply.Reason!),
            _ => throw KreweException.NotFound(Plural, row.Name),
        };
    }
}
