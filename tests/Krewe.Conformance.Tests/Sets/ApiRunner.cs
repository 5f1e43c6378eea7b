using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Argo's tests of its server, over real HTTP. Each case has an engine to itself: the archive's lists show all namespaces.</summary>
internal sealed class ApiRunner(ServerUnderTest? server) : ISetRunner
{
    private const string Namespace = "argo";

    public string Set => "api";

    public int Concurrency => server is null ? 2 : 1;

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

        var host = server?.Connect() ?? await EngineHost.StartAsync(serve: false, cancellationToken).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            await host.OpenAsync(Namespace, cancellationToken).ConfigureAwait(false);
            using var sandbox = new Sandbox(host, Namespace, static () => throw new InvalidOperationException("the API's cases call no command line"));
            try
            {
                return await new EndToEndScenario(one, sandbox).PlayAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (server is not null)
                {
                    await sandbox.ClearAsync(everything: true).ConfigureAwait(false);
                }
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
