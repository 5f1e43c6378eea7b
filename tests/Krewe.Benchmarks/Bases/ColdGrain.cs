namespace Krewe.Benchmarks.Bases;

/// <inheritdoc cref="IColdGrain"/>
public sealed class ColdGrain : Grain, IColdGrain
{
    /// <inheritdoc/>
    public Task Touch() => Task.CompletedTask;
}
