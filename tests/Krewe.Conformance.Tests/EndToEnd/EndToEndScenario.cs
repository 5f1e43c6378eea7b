using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>Plays one end-to-end scenario on a real engine.</summary>
internal sealed partial class EndToEndScenario
{
    private const string TestLabel = "workflows.argoproj.io/test";

    /// <summary>Begin of the id of a workflow that a command made under a known name.</summary>
    private const string ByName = "name:";

    private readonly ConformanceCase _case;
    private readonly JsonObject _data;
    private readonly Sandbox _sandbox;
    private readonly Dictionary<string, JsonObject> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _responses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, ManifestResource Read)> _postponed = new();
    private string? _notApplicable;

    public EndToEndScenario(ConformanceCase one, Sandbox sandbox)
    {
        _case = one;
        _data = one.Data();
        _sandbox = sandbox;
    }

    private IWorkflowService Service => _sandbox.Host.Service;

    private string Namespace => _sandbox.Namespace;

    public async Task<CaseResult> PlayAsync(CancellationToken cancellationToken)
    {
        foreach (var step in _data["steps"]!.AsArray())
        {
            await StepAsync((JsonObject)step!, cancellationToken).ConfigureAwait(false);
        }

        if (_data["expectPhase"] is JsonObject phases)
        {
            await ExpectPhasesAsync(phases, cancellationToken).ConfigureAwait(false);
        }

        return _notApplicable is null ? CaseResult.Passed : CaseResult.NotApplicable(_notApplicable);
    }

    private Task StepAsync(JsonObject step, CancellationToken cancellationToken) => Text(step, "op") switch
    {
        "submit" => SubmitAsync(Text(step, "workflow")!, cancellationToken),
        "submitFrom" => SubmitFromAsync(step, cancellationToken),
        "create" => CreateAsync(Resource(Text(step, "resource")!), cancellationToken),
        "waitFor" or "waitForNew" => WaitAsync(step, cancellationToken),
        "waitForWorkflowDeletion" => WaitForDeletionAsync(cancellationToken),
        "waitForWorkflowListCount" => WaitForCountAsync(step["args"]!.AsArray(), cancellationToken),
        "waitForCronWorkflow" => WaitForCronAsync("active", Limit(60), cancellationToken),
        "waitForCronWorkflowCompleted" => WaitForCronAsync("completed", Limit(JsonValues.Number(step["args"]![0]) ?? 60), cancellationToken),
        "sleep" => Task.Delay(TimeSpan.FromSeconds(JsonValues.Number(step["seconds"])!.Value), cancellationToken),
        "shutdown" => Text(step, "strategy") == "Terminate"
            ? Service.TerminateAsync(Ref(Text(step, "workflow")!), cancellationToken)
            : Service.StopAsync(Ref(Text(step, "workflow")!), new StopOptions(), cancellationToken),
        "delete" => Service.DeleteAsync(Ref(Text(step, "workflow")!), new DeleteOptions(), cancellationToken),
        "deleteObject" => DeleteObject(step),
        "patch" => PatchAsync(step, cancellationToken),
        "cli" => CommandAsync(step, cancellationToken),
        "http" => RequestAsync(step, cancellationToken),
        "stream" => StreamAsync(step, cancellationToken),
        "assert" => AssertAsync(step, cancellationToken),
        "section" => Task.CompletedTask,
        "kubernetes" => throw new NotApplicableException($"acts on Kubernetes itself ({Text(step, "action")})"),
        "kubectlApply" => throw new NotApplicableException("kubectl apply: answered by the Kubernetes API server"),
        var other => throw new InvalidOperationException($"unknown step {other}"),
    };

    private async Task SubmitAsync(string id, CancellationToken cancellationToken)
    {
        Workflow? workflow = null;
        foreach (var read in Read(Resource(id)))
        {
            if (read.Argo is Workflow found)
            {
                workflow = found;
            }
            else if (read.Argo is WorkflowTemplate template && Text(Resource(id), "kind") == "WorkflowTemplate")
            {
                // Argo's fixture reads what is submitted as a workflow, whatever kind it names.
                workflow = new Workflow { Metadata = template.Metadata, Spec = template.Spec };
            }
            else
            {
                await StoreAsync(id, read, cancellationToken).ConfigureAwait(false);
            }
        }

        await StorePostponedAsync(cancellationToken).ConfigureAwait(false);
        Remember(id, await CreateRunAsync(Placed(workflow!), cancellationToken).ConfigureAwait(false));
    }

    private async Task<Workflow> CreateRunAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        try
        {
            await StoreMissingAsync(workflow, cancellationToken).ConfigureAwait(false);
            return await Service.CreateAsync(new CreateRunRequest { Namespace = Namespace, Workflow = workflow, Settings = Settings() }, cancellationToken).ConfigureAwait(false);
        }
        catch (KreweException e) when (MissingTemplate().Match(e.Message) is { Success: true } missing && !_sandbox.Resources.Values.Any(resource => Name(resource) == missing.Groups["name"].Value))
        {
            throw new NotApplicableException($"refers to the template {missing.Groups["name"].Value}, which is not in the data");
        }
    }

    // Argo's test cluster holds templates that a case does not name; some are among the manifests of the data.
    private async Task StoreMissingAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        for (string? last = null; ;)
        {
            try
            {
                await Service.LintAsync(Namespace, workflow, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (KreweException e) when (MissingTemplate().Match(e.Message) is { Success: true } missing && missing.Groups["name"].Value != last)
            {
                last = missing.Groups["name"].Value;
                if (TemplateOfData(last) is not { } template)
                {
                    return;
                }

                await StoreResourceAsync(template with { Metadata = Placed(template.Metadata) }, cancellationToken).ConfigureAwait(false);
            }
            catch (KreweException)
            {
                // Whatever else is wrong is for the submission to say.
                return;
            }
        }
    }

    private ArgoResource? TemplateOfData(string name) => _case.Set.Cases
        .Select(other => other.Data())
        .Where(data => JsonValues.Text(data["type"]) == "manifest")
        .Select(data => _case.Set.Text(JsonValues.Text(data["file"])!, TimeProvider.System.GetUtcNow()))
        .Where(text => text.Contains(name, StringComparison.Ordinal))
        .SelectMany(text => ManifestReader.Lenient.Read(text).Resources)
        .Select(resource => resource.Argo)
        .FirstOrDefault(resource => resource is WorkflowTemplate or ClusterWorkflowTemplate && resource.Metadata.Name == name);

    // On Kubernetes a step takes seconds to begin; commands that act on a running workflow count on it.
    private RunSettings? Settings() => _data["steps"]!.AsArray().Any(step => step!["args"] is JsonArray args && args.Any(argument => JsonValues.Text(argument?["value"]) is "stop" or "terminate"))
        ? EngineHost.Settings(_sandbox.Host.Secrets, "argosay-slow")
        : null;

    [GeneratedRegex(@"(?:templates\.argoproj\.io ""(?<name>[^""]+)""|template reference (?<name>[\w-]+)\.[\w-]+) not found", RegexOptions.None, 1000)]
    private static partial Regex MissingTemplate();

    private async Task SubmitFromAsync(JsonObject step, CancellationToken cancellationToken)
    {
        await StorePostponedAsync(cancellationToken).ConfigureAwait(false);
        var resource = _sandbox.Resources[Text(step, "resource")!];
        var options = new SubmitOptions { Labels = $"{TestLabel}=true" };
        var request = new SubmitRequest { Namespace = Namespace, ResourceKind = Text(resource, "kind")!.ToLowerInvariant(), ResourceName = Name(resource)!, SubmitOptions = options };
        Remember(Text(step, "workflow")!, await Service.SubmitAsync(request, cancellationToken).ConfigureAwait(false));
    }

    private async Task CreateAsync(JsonObject resource, CancellationToken cancellationToken)
    {
        foreach (var read in Read(resource))
        {
            try
            {
                await StoreAsync(Text(resource, "id")!, read, cancellationToken).ConfigureAwait(false);
            }
            catch (KreweException e) when (e.Code == KreweErrorCode.InvalidArgument)
            {
                // The tests create through Kubernetes, which does not ask whether what a template refers to is there already.
                _postponed.Enqueue((Text(resource, "id")!, read));
            }
        }
    }

    private async Task StorePostponedAsync(CancellationToken cancellationToken)
    {
        while (_postponed.TryDequeue(out var entry))
        {
            await StoreAsync(entry.Id, entry.Read, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(string id, ManifestResource read, CancellationToken cancellationToken)
    {
        switch (read.Argo)
        {
            case Workflow workflow:
                Remember(id, await Service.CreateAsync(new CreateRunRequest { Namespace = Namespace, Workflow = Placed(workflow) }, cancellationToken).ConfigureAwait(false));
                break;
            case { } resource:
                var placed = resource with { Metadata = Placed(resource.Metadata) };
                _sandbox.Resources[id] = Manifests.Json(await StoreResourceAsync(placed, cancellationToken).ConfigureAwait(false));
                _sandbox.Resources[id]["kind"] = read.Kind;
                break;
            case null when read.Kind == "ConfigMap":
                _sandbox.ConfigMaps.Add(read.Metadata.Name!);
                _sandbox.Host.PutConfigMap(read.Metadata.Name!, JsonNode.Parse(read.Other!.Content.GetRawText())!["data"]);
                break;
            default:
                throw new NotApplicableException($"creates a {read.Kind}, a Kubernetes object");
        }
    }

    // Cluster-wide definitions are shared by all cases: the last one written counts, as on Argo's test server.
    private async Task<ArgoResource> StoreResourceAsync(ArgoResource resource, CancellationToken cancellationToken)
    {
        try
        {
            return await Service.CreateResourceAsync(Namespace, resource, cancellationToken).ConfigureAwait(false);
        }
        catch (KreweException e) when (e.Code == KreweErrorCode.AlreadyExists && resource is ClusterWorkflowTemplate)
        {
            return await Service.UpdateResourceAsync(Namespace, resource, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task DeleteObject(JsonObject step)
    {
        if (Text(step, "kind") != "ConfigMap")
        {
            throw new NotApplicableException($"deletes a {Text(step, "kind")}, a Kubernetes object");
        }

        _sandbox.Host.DeleteConfigMap(Text(step, "name")!);
        return Task.CompletedTask;
    }

    private async Task PatchAsync(JsonObject step, CancellationToken cancellationToken)
    {
        var resource = _sandbox.Resources[Text(step, "resource")!];
        var path = string.Join('.', step["path"]!.AsArray().Select(part => JsonValues.Text(part)));
        if (path != "spec.suspend" || Text(resource, "kind") != "CronWorkflow")
        {
            throw new InvalidOperationException($"no patch of {path}");
        }

        await Service.SetCronSuspendedAsync(Namespace, Name(resource)!, JsonValues.Text(step["value"]) == "true", cancellationToken).ConfigureAwait(false);
    }

    private async Task ExpectPhasesAsync(JsonObject phases, CancellationToken cancellationToken)
    {
        foreach (var (id, expected) in phases)
        {
            if (_data["complete"]?.GetValue<bool>() != true || id == "latest" || !_sandbox.Runs.ContainsKey(id))
            {
                continue;
            }

            var wanted = JsonValues.Text(expected)!;
            var workflow = await GetAsync(id, cancellationToken).ConfigureAwait(false);
            var phase = JsonValues.Text(workflow["status"]?["phase"]);
            if (phase != wanted && WaitConditions.IsCompleted(phase) && WaitConditions.IsCompleted(wanted))
            {
                throw new AssertionFailedException($"{id} ended in {phase}, expected {wanted}: {JsonValues.Text(workflow["status"]?["message"])}");
            }
        }
    }

    private JsonObject Resource(string id) => (JsonObject)_data["resources"]!.AsArray().First(resource => JsonValues.Text(resource!["id"]) == id)!;

    private IReadOnlyList<ManifestResource> Read(JsonObject resource) =>
        Manifests.Read(StandIn.Fill(_case.Set.Text(Text(resource, "file")!, TimeProvider.System.GetUtcNow())), Text(resource, "kind"));

    private Workflow Placed(Workflow workflow) => workflow with { Metadata = Placed(workflow.Metadata) };

    private ObjectMeta Placed(ObjectMeta metadata)
    {
        var labels = new Dictionary<string, string>(metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        labels.TryAdd(TestLabel, "true");
        return metadata with { Namespace = Namespace, Labels = labels };
    }

    private void Remember(string id, Workflow run)
    {
        _sandbox.Runs[id] = run.Metadata.Name!;
        _known.Add(run.Metadata.Name!);
    }

    private RunRef Ref(string id) => new(Namespace, id is "latest" ? RunRef.Latest : id.StartsWith(ByName, StringComparison.Ordinal) ? id[ByName.Length..] : _sandbox.Runs[id]);

    private async Task<JsonObject> GetAsync(string id, CancellationToken cancellationToken) =>
        Manifests.Json(await Service.GetAsync(Ref(id), cancellationToken).ConfigureAwait(false));

    private static string? Name(JsonObject resource) => JsonValues.Text(resource["metadata"]?["name"]);

    private static string? Text(JsonObject map, string key) => JsonValues.Text(map[key]);

    /// <summary>Argo's tests run on machines of their own; twice their time, within bounds, is enough here. A schedule is due once a minute at most.</summary>
    private TimeSpan Limit(double? seconds) => TimeSpan.FromSeconds(
        _data["resources"] is JsonArray resources && resources.Any(resource => JsonValues.Text(resource!["kind"]) == "CronWorkflow")
            ? Math.Clamp((seconds ?? 30) * 1.5, 100, 200)
            : Math.Clamp((seconds ?? 30) * 1.5, 30, 75));
}
