using Krewe.Engine;
using Krewe.Storage;
using Krewe.Testing;

namespace Krewe.Grains.Tests.Locks;

/// <summary>A run that wants locks, and does about them what a run grain does.</summary>
internal sealed class LockRun
{
    public static readonly DateTimeOffset Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LockWorld _world;
    private readonly AcquireLocks _request;
    private TaskCompletionSource? _waiting;
    private bool _holds;

    public LockRun(LockWorld world, string name, int priority, string[] locks)
    {
        _world = world;
        (Name, Locks) = (name, locks);
        _request = new AcquireLocks(name, [.. locks.Select(item => new LockRequest(item, IsMutex: false, "limits", item, Database: false))], priority, Created);
        Grain = Answering.Of<IRunGrain>((method, arguments) => method.Name switch
        {
            nameof(IRunGrain.LockHolders) => KnownAsync(),
            nameof(IRunGrain.Command) => ToldAsync(),
            nameof(IRunGrain.AskAgain) => AskedAsync(),
            _ => throw new NotSupportedException(method.Name),
        });
    }

    public string Name { get; }

    public IReadOnlyList<string> Locks { get; }

    public IRunGrain Grain { get; }

    /// <summary>What it asks for.</summary>
    public LockRequestMessage Request => new(Name, _request);

    public bool IsOver { get; private set; }

    /// <summary>The answer to the first question has come, whatever it was.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for the locks, has them for a while, and until all of some others stand in line, and gives them back.</summary>
    public async Task WorkAsync(params LockRun[] others)
    {
        await AcquireAsync();
        foreach (var other in others)
        {
            await other.Asked.Task;
        }

        await _world.Interleaving.WanderAsync(4);
        (_holds, _waiting) = (false, null);
        _world.LetGo(this);
        await InsistAsync(async locks =>
        {
            await locks.Release(Name);
            return true;
        });
    }

    /// <summary>Gets the locks and ends without giving them back, as a run does that is deleted.</summary>
    public async Task DieAsync()
    {
        await AcquireAsync();
        await _world.Interleaving.WanderAsync(4);
        _world.LetGo(this);
        (_holds, IsOver) = (false, true);
    }

    public void AskAgain()
    {
        if (_waiting is not null && !_holds)
        {
            _world.Interleaving.Begin(AskAsync);
        }
    }

    private async Task AcquireAsync()
    {
        await Interleaving.StepAsync();
        _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Interleaving.Begin(AskAsync);
        await _waiting.Task;
    }

    private async Task AskAsync()
    {
        var reply = await InsistAsync(locks => locks.Acquire(Request));
        if (reply.Granted)
        {
            Take();
        }

        Asked.TrySetResult();
    }

    // An effect of a run is repeated until it goes well.
    private async Task<T> InsistAsync<T>(Func<ILockGrain, Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await _world.CallAsync(call);
            }
            catch (Exception failure) when (failure is StorageException or InvalidOperationException or SiloUnavailableException)
            {
                _world.Interleaving.Note($"{Name}: {failure.Message}");
            }
        }
    }

    private void Take()
    {
        if (_waiting is { Task.IsCompleted: false } && !IsOver)
        {
            _holds = true;
            _world.Hold(this);
            _waiting.SetResult();
        }
    }

    private async Task<IReadOnlyList<string>> KnownAsync()
    {
        await Interleaving.StepAsync();
        return _waiting is not null && !IsOver ? [Name] : [];
    }

    private async Task<RunReply> ToldAsync()
    {
        await Interleaving.StepAsync();
        Take();
        return new RunReply { Status = RunReplyStatus.Accepted };
    }

    private async Task AskedAsync()
    {
        await Interleaving.StepAsync();
        AskAgain();
    }
}
