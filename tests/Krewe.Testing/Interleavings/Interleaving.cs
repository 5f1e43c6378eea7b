namespace Krewe.Testing;

/// <summary>Runs asynchronous code on one thread, one piece between two awaits after the other, in the order that a schedule says.</summary>
/// <remarks>
/// All code under it must come back to its context after each await: that of grains does, other assemblies are loaded with
/// <see cref="ContextAssemblies"/>. Nothing may wait for a clock or for another thread.
/// </remarks>
public sealed class Interleaving(Schedule schedule) : SynchronizationContext
{
    private const int MostSteps = 20_000;
    private const int MostIdle = 20;

    private readonly Lock _lock = new();
    private readonly List<(long Number, SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly List<string> _notes = [];
    private Exception? _broken;
    private long _works;

    /// <summary>What the scenario told of what happened.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What comes with time alone, such as a timer: done when nothing else is left to do.</summary>
    public Func<Task>? WhenIdle { get; set; }

    /// <summary>Runs a scenario to its end.</summary>
    /// <exception cref="InterleavingException">It came to no end: nothing is left to do, or it goes on for ever.</exception>
    public void Run(Func<Interleaving, Task> scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var end = scenario(this);
            for (var (step, idle) = (0, 0); !end.IsCompleted; step++)
            {
                if (_ready.Count == 0 && WhenIdle is { } later && idle++ < MostIdle)
                {
                    Begin(later);
                }

                var (callback, state) = Take(step);
                callback(state);
                if (_broken is { } broken)
                {
                    throw broken;
                }
            }

            if (end.Exception is { } failure)
            {
                throw failure.InnerException!;
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>One of several outcomes; 0 is the usual one.</summary>
    public int Choose(int count) => schedule.PickOutcome(count);

    /// <summary>A moment at which others may go on.</summary>
    public static async Task StepAsync() => await Task.Yield();

    /// <summary>Several such moments.</summary>
    public async Task WanderAsync(int most)
    {
        for (var left = Choose(most); left > 0; left--)
        {
            await Task.Yield();
        }
    }

    /// <summary>Begins something that goes on beside its caller.</summary>
    public static async Task Beside(Func<Task> flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        await Task.Yield();
        await flow();
    }

    /// <summary>Begins something that nobody waits for; if it fails, so does the scenario.</summary>
    public void Begin(Func<Task> flow) => _ = KeepFailureAsync(Beside(flow));

    /// <summary>Fails the scenario where something must be true and is not, whoever would catch an exception.</summary>
    public void Check(bool isTrue, string otherwise)
    {
        if (!isTrue)
        {
            _broken ??= new InterleavingException(otherwise);
        }
    }

    /// <summary>Tells of something, for the message of a failure.</summary>
    public void Note(string what) => _notes.Add(what);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            _ready.Add((_works++, d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nothing may wait for another thread here");

    private async Task KeepFailureAsync(Task flow)
    {
        try
        {
            await flow;
        }
        catch (Exception failure)
        {
            _broken ??= failure;
        }
    }

    private (SendOrPostCallback Callback, object? State) Take(int step)
    {
        lock (_lock)
        {
            if (_ready.Count == 0)
            {
                throw new InterleavingException("someone waits for ever: nothing is left to do, and the scenario is not at its end");
            }

            if (step == MostSteps)
            {
                throw new InterleavingException($"no end after {MostSteps} steps");
            }

            var picked = schedule.PickWork(_ready.ConvertAll(work => work.Number));
            var (_, callback, state) = _ready[picked];
            _ready.RemoveAt(picked);
            return (callback, state);
        }
    }
}
