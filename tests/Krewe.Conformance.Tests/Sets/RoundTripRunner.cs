namespace Krewe.Conformance;

/// <summary>Manifests that must be read without an error, and come back whole when written and read again.</summary>
internal sealed class RoundTripRunner(string set) : ISetRunner
{
    public string Set => set;

    public int Concurrency => Environment.ProcessorCount;

    public Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        RoundTrip.Check(one.Set.Text(JsonValues.Text(one.Data()["file"])!, TimeProvider.System.GetUtcNow()));
        return Task.FromResult(CaseResult.Passed);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
