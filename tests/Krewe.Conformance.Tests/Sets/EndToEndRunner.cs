using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Conformance;

/// <summary>Argo's end-to-end tests, and those of its command line, on a real engine.</summary>
internal sealed class EndToEndRunner(string set, ServerUnderTest? server) : ISetRunner
{
    private readonly ConcurrentDictionary<string, Sandbox> _sandboxes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _starting = new(1, 1);
    private EngineHost? _host;
    private int _namespaces;

    public string Set => set;

    /// <summary>Most scenarios wait most of their time.</summary>
    public int Concurrency => 4 * Environment.ProcessorCount;

    public IEnumerable<IReadOnlyList<ConformanceCase>> Chains(IReadOnlyList<ConformanceCase> cases)
    {
        // Config maps are shared by the whole engine: scenarios that make some come one after another.
        foreach (var chain in cases.GroupBy(one => one.After.Count > 0 && Shares(one) ? one.After[0] : UsesConfigMaps(one) ? "" : one.Name))
        {
            yield return [.. chain.OrderBy(one => one.After.Count)];
        }
    }

    public async Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        var data = one.Data();
        if (JsonValues.Text(data["type"]) == "manifest")
        {
            return ReadOnly(one, data);
        }

        if (Blockers.Of(one, data) is { Count: > 0 } blockers)
        {
            throw new NotApplicableException(string.Join("; ", blockers));
        }

        if (data["kubernetesOnly"] is JsonArray { Count: > 0 } only)
        {
            throw new NotApplicableException($"needs Kubernetes: {string.Join(", ", only.Select(item => JsonValues.Text(item)))}");
        }

        var host = await HostAsync(cancellationToken).ConfigureAwait(false);
        var key = one.After.Count > 0 && Shares(one) ? one.After[0] : one.Name;
        if (!_sandboxes.TryGetValue(key, out var sandbox))
        {
            sandbox = _sandboxes.GetOrAdd(key, new Sandbox(host, $"argo-{Interlocked.Increment(ref _namespaces)}", FindProgram));
            await PrepareAsync(one, key, sandbox, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await new EndToEndScenario(one, sandbox).PlayAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!Shares(one))
            {
                await sandbox.ClearAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sandbox in _sandboxes.Values)
        {
            if (server is not null)
            {
                await sandbox.ClearAsync(everything: true).ConfigureAwait(false);
            }

            sandbox.Dispose();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        _starting.Dispose();
    }

    /// <summary>Only the command line's cases build on what earlier ones left behind.</summary>
    private static bool Shares(ConformanceCase one) => one.Set.Name == "cli";

    private static bool UsesConfigMaps(ConformanceCase one) =>
        (one.Data()["resources"] as JsonArray ?? []).Any(resource => JsonValues.Text(resource!["kind"]) == "ConfigMap"
            || (JsonValues.Text(resource["file"]) is { } file && one.Set.Text(file, TimeProvider.System.GetUtcNow()).Contains("configMapKeyRef", StringComparison.Ordinal)));

    /// <summary>The first case of a chain may be in another set: it is played for what it leaves behind.</summary>
    private static async Task PrepareAsync(ConformanceCase one, string first, Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (first == one.Name || one.Set.Cases.Any(other => other.Name == first))
        {
            return;
        }

        if (CaseSet.Open(one.Set.Root, "e2e")?.Cases.FirstOrDefault(other => other.Name == first) is { } earlier)
        {
            await new EndToEndScenario(earlier, sandbox).PlayAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static CaseResult ReadOnly(ConformanceCase one, JsonObject data)
    {
        var text = one.Set.Text(JsonValues.Text(data["file"])!, TimeProvider.System.GetUtcNow());
        if (JsonValues.Text(data["expectLint"]) != "invalid")
        {
            RoundTrip.Check(text);
            return CaseResult.Passed;
        }

        var read = ManifestReader.Strict.Read(text);
        var resources = read.Resources.Select(resource => resource.Argo).OfType<ArgoResource>().ToList();
        var options = new ValidationOptions { Mode = ValidationMode.Lint };
        return read.HasErrors || resources.Any(resource => WorkflowValidator.Validate(resource, new TemplateLookup(resources), options).Count > 0)
            ? CaseResult.Passed
            : CaseResult.Failed("lint must reject it, but finds nothing");
    }

    private static string FindProgram()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(output.Parent!.Parent!.FullName, "Krewe.Cli", output.Name, "krewe-cli");
        return File.Exists(program) ? program : throw new FileNotFoundException("the command line has not been built", program);
    }

    private async Task<EngineHost> HostAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _host ??= server?.Connect() ?? await EngineHost.StartAsync(serve: true, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }
}
