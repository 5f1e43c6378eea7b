namespace Krewe.Conformance;

/// <summary>Argo's controller scenarios on the pure engine.</summary>
internal sealed class ControllerRunner : ISetRunner
{
    public string Set => "controller";

    public int Concurrency => Environment.ProcessorCount;

    public Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        // Whole seconds, as Kubernetes keeps times.
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var data = one.Data();
        if (JsonValues.Text(data["type"]) == "manifest")
        {
            Manifests.Read(one.Set.Text(JsonValues.Text(data["file"])!, now), JsonValues.Text(data["kind"]));
            return Task.FromResult(CaseResult.Passed);
        }

        return Task.FromResult(new ControllerScenario(one, now).Play());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
