using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>Argo's examples: all are read and written; those that Argo's own test runs and this machine can run do run.</summary>
internal sealed class ExamplesRunner : ISetRunner
{
    private const int PlaysWithDice = 4;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private EngineHost? _host;
    private int _namespaces;

    public string Set => "examples";

    public int Concurrency => 3 * Environment.ProcessorCount;

    public async Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        var data = one.Data();
        var text = one.Set.Text(JsonValues.Text(data["file"])!, TimeProvider.System.GetUtcNow());
        RoundTrip.Check(text);
        text = StandIn.Fill(text);
        var expected = JsonValues.Text(data["expectPhase"]);
        if (expected is null || JsonValues.Text(data["local"]?["runnable"]) == "no")
        {
            return CaseResult.Passed;
        }

        var workflow = Manifests.Read(text, null).Select(resource => resource.Argo).OfType<Workflow>().FirstOrDefault();
        if (workflow is null)
        {
            return CaseResult.Passed;
        }

        // Some examples throw dice, and lose once in a hundred times whatever the engine does.
        var plays = text.Contains("random", StringComparison.Ordinal) ? PlaysWithDice : 1;
        string phase, message;
        bool isRight;
        do
        {
            (phase, message) = await PlayAsync(one, data, workflow, cancellationToken).ConfigureAwait(false);
            isRight = (expected == "Succeeded") == (phase == WorkflowPhase.Succeeded);
        }
        while (!isRight && --plays > 0);

        return isRight
            ? new CaseResult(Outcome.Passed, null, phase)
            : CaseResult.Failed($"ended in {phase}, expected {expected}: {message}", phase);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        _starting.Dispose();
    }

    private async Task<(string Phase, string Message)> PlayAsync(ConformanceCase one, JsonObject data, Workflow workflow, CancellationToken cancellationToken)
    {
        var service = (await HostAsync(cancellationToken).ConfigureAwait(false)).Service;
        var @namespace = $"example-{Interlocked.Increment(ref _namespaces)}";
        foreach (var required in data["requires"] as JsonArray ?? [])
        {
            await CreateAsync(one, JsonValues.Text(required)!, @namespace, cancellationToken).ConfigureAwait(false);
        }

        var placed = workflow with { Metadata = workflow.Metadata with { Namespace = @namespace } };
        var run = await service.CreateAsync(new CreateRunRequest { Namespace = @namespace, Workflow = placed }, cancellationToken).ConfigureAwait(false);
        await foreach (var update in service.WatchAsync(new RunRef(@namespace, run.Metadata.Name!), new WatchOptions(), cancellationToken).ConfigureAwait(false))
        {
            run = update.Fold(run);
        }

        var bad = run.Status?.Nodes?.Values.FirstOrDefault(node => node.Type == NodeType.Pod && node.Phase is NodePhase.Failed or NodePhase.Error);
        return (run.Status?.Phase ?? "Unknown", $"{run.Status?.Message} {(bad is null ? "" : $"({bad.DisplayName}: {bad.Message})")}".Trim());
    }

    private async Task CreateAsync(ConformanceCase one, string file, string @namespace, CancellationToken cancellationToken)
    {
        foreach (var read in Manifests.Read(one.Set.Text(file, TimeProvider.System.GetUtcNow()), null))
        {
            if (read.Argo is not { } resource)
            {
                _host!.PutConfigMap(read.Metadata.Name!, JsonNode.Parse(read.Other!.Content.GetRawText())!["data"]);
                continue;
            }

            try
            {
                await _host!.Service.CreateResourceAsync(@namespace, resource with { Metadata = resource.Metadata with { Namespace = @namespace } }, cancellationToken).ConfigureAwait(false);
            }
            catch (KreweException e) when (e.Code == KreweErrorCode.AlreadyExists)
            {
                // Cluster templates are shared by all examples.
            }
        }
    }

    private async Task<EngineHost> HostAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _host ??= await EngineHost.StartAsync(serve: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }
}
