using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Timers;

namespace Krewe.Grains.Tests.Locks;

/// <summary>One activation of the grain, which gets its calls as the runtime gives them: one at a time in order, and none once it is to go.</summary>
internal sealed class LockActivation
{
    // A grain takes its context from where it is made, which only the runtime can set.
    private static readonly FieldInfo RuntimeField = typeof(IGrainContext).Assembly.GetType("Orleans.Runtime.RuntimeContext", throwOnError: true)!.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Single(field => field.FieldType == typeof(IGrainContext));

    private readonly LockGrain _grain;
    private Func<CancellationToken, Task> _sweep = _ => Task.CompletedTask;
    private Task _last = Task.CompletedTask;

    public LockActivation(LockWorld world)
    {
        var timers = Answering.Of<ITimerRegistry>((_, arguments) =>
        {
            var (callback, state) = ((Delegate)arguments[1]!, arguments[2]);
            _sweep = cancellation => (Task)callback.DynamicInvoke(state, cancellation)!;
            return null;
        });
        var runtime = Answering.Of<IGrainRuntime>((method, _) => method.Name switch
        {
            "get_GrainFactory" => world.Grains,
            "get_TimerRegistry" => timers,
            nameof(IGrainRuntime.DeactivateOnIdle) => Leave(),
            _ => throw new NotSupportedException(method.Name),
        });
        var services = new ServiceCollection().AddSingleton(runtime).BuildServiceProvider();
        var context = Answering.Of<IGrainContext>((method, _) => method.Name == "get_ActivationServices" ? services : throw new NotSupportedException(method.Name));
        RuntimeField.SetValue(null, context);
        try
        {
            _grain = new LockGrain(world.Objects, world.Limits, world.Queries, new EngineInstruments(), TimeProvider.System, NullLogger<LockGrain>.Instance);
        }
        finally
        {
            RuntimeField.SetValue(null, null);
        }
    }

    /// <summary>Its silo was declared dead: what it answers is not heard.</summary>
    public bool IsLost { get; set; }

    /// <summary>It takes no more calls.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Done once it has left.</summary>
    public Task Left { get; private set; } = Task.CompletedTask;

    public Task ActivateAsync() => _grain.OnActivateAsync(CancellationToken.None);

    /// <summary>What its timer does; beside its calls.</summary>
    public Task SweepAsync() => IsLeaving ? Task.CompletedTask : _sweep(CancellationToken.None);

    /// <exception cref="SiloUnavailableException">It left before it came to this call.</exception>
    public async Task<T> CallAsync<T>(Func<ILockGrain, Task<T>> call)
    {
        var (before, done) = (_last, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _last = done.Task;
        try
        {
            await before;
            return IsLeaving ? throw new SiloUnavailableException("the activation is leaving") : await call(_grain);
        }
        finally
        {
            done.SetResult();
        }
    }

    private object? Leave()
    {
        if (!IsLeaving)
        {
            IsLeaving = true;
            Left = LeaveAsync();
        }

        return null;
    }

    private async Task LeaveAsync()
    {
        await _last;
        await _grain.OnDeactivateAsync(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, ""), CancellationToken.None);
    }
}
