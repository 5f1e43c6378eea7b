using System.Diagnostics;
using System.Text.Json;
using Krewe.Client.Wire;
using Krewe.Model;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public Task<Workflow> CreateAsync(CreateRunRequest request, CancellationToken cancellationToken = default)
    {
        var body = new CreateBody
        {
            Namespace = request.Namespace,
            Workflow = ResourceRoutes.Write(request.Workflow),
            ServerDryRun = request.ServerDryRun,
            Krewe = new RequestExtras { SubmitOptions = request.SubmitOptions, RequestId = request.RequestId, Settings = request.Settings },
        };
        return SendAsync(HttpMethod.Post, $"/api/v1/workflows/{Escape(NamespaceOf(request.Workflow, request.Namespace))}", body, WireJson.Default.CreateBody, ModelJson.Default.Workflow, cancellationToken, request.TraceParent ?? CallersSpan);
    }

    /// <inheritdoc/>
    public Task<Workflow> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken = default)
    {
        var body = new SubmitBody
        {
            Namespace = request.Namespace,
            ResourceKind = request.ResourceKind,
            ResourceName = request.ResourceName,
            SubmitOptions = request.SubmitOptions,
            Krewe = new RequestExtras { RequestId = request.RequestId, Settings = request.Settings },
        };
        return SendAsync(HttpMethod.Post, $"/api/v1/workflows/{Escape(request.Namespace)}/submit", body, WireJson.Default.SubmitBody, ModelJson.Default.Workflow, cancellationToken, request.TraceParent ?? CallersSpan);
    }

    /// <inheritdoc/>
    public Task<Workflow> LintAsync(string @namespace, Workflow workflow, CancellationToken cancellationToken = default)
    {
        var body = new CreateBody { Namespace = @namespace, Workflow = ResourceRoutes.Write(workflow) };
        return SendAsync(HttpMethod.Post, $"/api/v1/workflows/{Escape(NamespaceOf(workflow, @namespace))}/lint", body, WireJson.Default.CreateBody, ModelJson.Default.Workflow, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Workflow> GetAsync(RunRef run, CancellationToken cancellationToken = default) =>
        GetAsync(RunPath(run) + new QueryText().Add("uid", run.Uid), ModelJson.Default.Workflow, cancellationToken);

    /// <inheritdoc/>
    public async Task<WorkflowList> ListAsync(ListRunsQuery query, CancellationToken cancellationToken = default)
    {
        const string WithoutNodes = "-items.status.nodes";
        var path = query.Filter is null ? $"/api/v1/workflows/{Escape(query.Namespace)}" + ListText(query, WithoutNodes) : ListRoutes.Workflows + FilteredText(query, WithoutNodes);
        var list = await GetAsync(path, WireJson.Default.ListBody, cancellationToken).ConfigureAwait(false);
        return new WorkflowList { Metadata = list.Metadata, Items = [.. (list.Items ?? []).Select(ResourceRoutes.ReadWorkflow)] };
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLabelKeysAsync(string @namespace, CancellationToken cancellationToken = default) =>
        LabelsAsync("/api/v1/archived-workflows-label-keys" + new QueryText().Add("namespace", @namespace), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLabelValuesAsync(string @namespace, string key, CancellationToken cancellationToken = default) =>
        LabelsAsync("/api/v1/archived-workflows-label-values" + new QueryText().Add("namespace", @namespace).Add("listOptions.labelSelector", key), cancellationToken);

    /// <inheritdoc/>
    public Task<Workflow> StopAsync(RunRef run, StopOptions options, CancellationToken cancellationToken = default) =>
        ActAsync(run, "stop", new ActionBody { NodeFieldSelector = options.NodeFieldSelector, Message = options.Message }, cancellationToken);

    /// <inheritdoc/>
    public Task<Workflow> TerminateAsync(RunRef run, CancellationToken cancellationToken = default) =>
        ActAsync(run, "terminate", new ActionBody(), cancellationToken);

    /// <inheritdoc/>
    public Task<Workflow> SuspendAsync(RunRef run, CancellationToken cancellationToken = default) =>
        ActAsync(run, "suspend", new ActionBody(), cancellationToken);

    /// <inheritdoc/>
    public Task<Workflow> ResumeAsync(RunRef run, ResumeOptions options, CancellationToken cancellationToken = default) =>
        ActAsync(run, "resume", new ActionBody { NodeFieldSelector = options.NodeFieldSelector }, cancellationToken);

    /// <inheritdoc/>
    public Task<Workflow> RetryAsync(RunRef run, RetryOptions options, CancellationToken cancellationToken = default) =>
        ActAsync(
            run,
            "retry",
            new ActionBody { RestartSuccessful = options.RestartSuccessful, NodeFieldSelector = options.NodeFieldSelector, Parameters = options.Parameters },
            cancellationToken);

    /// <inheritdoc/>
    public Task<Workflow> ResubmitAsync(RunRef run, ResubmitOptions options, CancellationToken cancellationToken = default)
    {
        var extras = options.RequestId is null ? null : new RequestExtras { RequestId = options.RequestId };
        return ActAsync(run, "resubmit", new ActionBody { Memoized = options.Memoized, Parameters = options.Parameters, Krewe = extras }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Workflow> SetNodeAsync(RunRef run, SetNodeOptions options, CancellationToken cancellationToken = default)
    {
        var outputs = options.OutputParameters is { Count: > 0 } parameters
            ? JsonSerializer.Serialize(new Dictionary<string, string>(parameters, StringComparer.Ordinal), WireJson.Default.DictionaryStringString)
            : null;
        var body = new ActionBody { NodeFieldSelector = options.NodeFieldSelector, Phase = options.Phase, Message = options.Message, OutputParameters = outputs };
        return ActAsync(run, "set", body, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(RunRef run, DeleteOptions options, CancellationToken cancellationToken = default)
    {
        var path = RunPath(run) + new QueryText().Add("uid", run.Uid).Add("force", options.Force);
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    // The HTTP client would name a span of its own below this one, of which no collector hears unless the host listens to HTTP clients.
    private static string? CallersSpan => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>The address says what the object says: the server allows by the one and stores by the other.</summary>
    private static string NamespaceOf(ArgoResource resource, string @namespace) => resource.Metadata.Namespace is { Length: > 0 } own ? own : @namespace;

    private static QueryText ListText(ListRunsQuery query, string withoutNodes)
    {
        string?[] fields = [query.FieldSelector, query.Name is null ? null : $"metadata.name={query.Name}", query.CountRemaining ? "ext.showRemainingItemCount=true" : null];
        var field = string.Join(',', fields.Where(part => part is { Length: > 0 }));
        return new QueryText()
            .Add("listOptions.labelSelector", query.LabelSelector)
            .Add("listOptions.fieldSelector", field.Length == 0 ? null : field)
            .Add("namePrefix", query.NamePrefix)
            .Add("listOptions.resourceVersion", query.ResourceVersion)
            .Add("nameFilter", query.Name is null ? null : query.NameFilter)
            .Add("phases", query.Phases.Count == 0 ? null : string.Join(',', query.Phases))
            .Add("createdAfter", query.CreatedAfter)
            .Add("finishedBefore", query.FinishedBefore)
            .Add("listOptions.limit", query.Limit == 0 ? null : query.Limit.ToString())
            .Add("listOptions.continue", query.Continue)
            .Add("fields", query.IncludeNodes ? null : withoutNodes);
    }

    private static QueryText FilteredText(ListRunsQuery query, string withoutNodes) =>
        ListText(query, withoutNodes).Add("filter", query.Filter).Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace);

    private async Task<IReadOnlyList<string>> LabelsAsync(string path, CancellationToken cancellationToken) =>
        (await GetAsync(path, WireJson.Default.LabelsBody, cancellationToken).ConfigureAwait(false)).Items ?? [];

    private Task<Workflow> ActAsync(RunRef run, string action, ActionBody body, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Put,
            RunPath(run, "/" + action),
            body with { Name = run.Name, Namespace = run.Namespace, Uid = run.Uid },
            WireJson.Default.ActionBody,
            ModelJson.Default.Workflow,
            cancellationToken);
}
