using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Conformance;

/// <summary>Argo's tests of its server, over real HTTP. Each case has an engine to itself: the archive's lists show all namespaces.</summary>
internal sealed class ApiRunner : ISetRunner
{
    private const string Namespace = "argo";

    /// <summary>What the configuration of Argo's test server says.</summary>
    private static readonly ServerInfo Info = new()
    {
        ManagedNamespace = Namespace,
        Links =
        [
            new InfoLink
            {
                Name = "Workflow Link",
                Scope = "workflow",
                Url = "http://logging-facility?namespace=${metadata.namespace}&workflowName=${metadata.name}&startedAt=${status.startedAt}&finishedAt=${status.finishedAt}",
            },
        ],
    };

    public string Set => "api";

    public int Concurrency => 2;

    public async Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        var data = one.Data();
        if (data["local"] is JsonObject local && JsonValues.Text(local["runnable"]) == "no")
        {
            throw new NotApplicableException(string.Join("; ", local["blockers"]!.AsArray().Select(blocker => JsonValues.Text(blocker))));
        }

        if (data["kubernetesOnly"] is JsonArray { Count: > 0 } only)
        {
            throw new NotApplicableException($"needs Kubernetes: {string.Join(", ", only.Select(item => JsonValues.Text(item)))}");
        }

        var host = await EngineHost.StartAsync(serve: false, cancellationToken).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            await host.OpenAsync(Info, cancellationToken).ConfigureAwait(false);
            using var sandbox = new Sandbox(host, Namespace, static () => throw new InvalidOperationException("the API's cases call no command line"));
            return await new EndToEndScenario(one, sandbox).PlayAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
