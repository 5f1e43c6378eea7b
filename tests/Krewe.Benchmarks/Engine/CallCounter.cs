using System.Runtime.CompilerServices;

namespace Krewe.Benchmarks.Engine;

/// <summary>Counts calls of this product's grains, and activations by the first call that each sees.</summary>
internal sealed class CallCounter : IIncomingGrainCallFilter
{
    private readonly ConditionalWeakTable<object, object> _seen = [];
    private long _calls;
    private long _activations;

    public long Calls => Interlocked.Read(ref _calls);

    public long Activations => Interlocked.Read(ref _activations);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceName.StartsWith("Krewe.", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _calls);
            if (_seen.TryAdd(context.Grain, context.Grain))
            {
                Interlocked.Increment(ref _activations);
            }
        }

        return context.Invoke();
    }
}
