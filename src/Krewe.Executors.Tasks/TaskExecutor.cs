using System.Collections.Concurrent;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Executors.Tasks;

/// <summary>Does the work of <c>plugin: {krewe.io/task: …}</c> templates with code of the host.</summary>
/// <remarks>
/// A task that is asked to end has the grace of a container, 30 seconds by default; the node does not wait for one that does
/// not heed its token longer than that. When the host shuts down, the work is left without a result: the next host does it
/// again under the same key.
/// </remarks>
/// <param name="tasks">The tasks.</param>
/// <param name="services">Services of the host.</param>
/// <param name="time">Measures deadlines and grace.</param>
/// <param name="logger">Told of exceptions, with their stack.</param>
/// <param name="stopping">Fires when the engine stops.</param>
public sealed partial class TaskExecutor(TaskCatalog tasks, IServiceProvider services, TimeProvider time, ILogger<TaskExecutor> logger, CancellationToken stopping = default)
    : InProcessExecutor(time, stopping)
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<Task, byte> _handling = new();

    /// <inheritdoc/>
    public override bool CanExecute(Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return TaskCall.Is(template);
    }

    /// <summary>Waits for the tasks that run; called after the engine was told to stop, so that they end before what they use does.</summary>
    /// <param name="cancellationToken">Waits no longer.</param>
    public Task DrainAsync(CancellationToken cancellationToken) => Task.WhenAll(_handling.Keys).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task<WorkOutcome> DoAsync(NodeWork work, RunningWork running, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(running);
        // Apart: whoever asked for the work must not do it, and code of the host's may block.
        var handling = Task.Run(() => HandleAsync(work, running, cancellationToken), CancellationToken.None);
        _handling.TryAdd(handling, 0);
        _ = handling.ContinueWith(ended => _handling.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await handling.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !Stopping.IsCancellationRequested)
        {
            await EndAsync(work, handling, running.StopRequest?.Grace ?? DefaultGrace).ConfigureAwait(false);
            throw;
        }
    }

    private async Task EndAsync(NodeWork work, Task handling, TimeSpan grace)
    {
        var left = Task.Delay(grace, Time, Stopping);
        if (await Task.WhenAny(handling, left).ConfigureAwait(false) == left)
        {
            LogLeft(work.Id, grace.TotalSeconds);
        }
    }

    private async Task<WorkOutcome> HandleAsync(NodeWork work, RunningWork running, CancellationToken cancellationToken)
    {
        TaskContext? context = null;
        try
        {
            var call = TaskCall.Of(work.Template);
            var task = tasks.Get(call.Name);
            var scope = services.CreateAsyncScope();
            await using var _ = scope.ConfigureAwait(false);
            context = new TaskContext(call.Name, work, running, scope.ServiceProvider, Time);
            var outputs = await task.RunAsync(call, context, cancellationToken).ConfigureAwait(false);
            return new WorkOutcome(NodePhase.Succeeded, Outputs: outputs);
        }
        catch (TaskFault fault)
        {
            return WorkOutcome.Error(fault.Message);
        }
        catch (Exception failure) when (!(failure is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            LogFailed(work, context?.TaskName, failure);
            return new WorkOutcome(NodePhase.Failed, $"{failure.GetType().Name}: {failure.Message}");
        }
        finally
        {
            context?.Close();
        }
    }

    private void LogFailed(NodeWork work, string? name, Exception failure)
    {
        if (work.Masks.Count == 0)
        {
            LogFailed(work.Id, name, failure);
        }
        else
        {
            LogFailedWithSecrets(work.Id, name, new SecretMask(work.Masks).Mask(failure.ToString()));
        }
    }

    [LoggerMessage(EventId = 402, Level = LogLevel.Warning, Message = "{Work}: task '{Name}', which was given secrets, failed: {Failure}")]
    private partial void LogFailedWithSecrets(NodeWorkId work, string? name, string failure);

    [LoggerMessage(EventId = 400, Level = LogLevel.Warning, Message = "{Work}: task '{Name}' failed")]
    private partial void LogFailed(NodeWorkId work, string? name, Exception failure);

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "{Work}: the task did not end within {Seconds} s after it was asked to; its node does not wait for it")]
    private partial void LogLeft(NodeWorkId work, double seconds);
}
