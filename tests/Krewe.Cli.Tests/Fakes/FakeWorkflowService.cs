using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Tests.Fakes;

/// <summary>A service in memory that notes what it is asked and plays back what it is told.</summary>
internal sealed partial class FakeWorkflowService : IWorkflowService
{
    public static readonly DateTimeOffset Created = new(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

    public List<string> Calls { get; } = [];

    public Dictionary<string, Workflow> Runs { get; } = new(StringComparer.Ordinal);

    public List<LogLine> Logs { get; } = [];

    public List<CreateRunRequest> Created_ { get; } = [];

    public KreweException? Failure { get; set; }

    public ListRunsQuery? LastQuery { get; private set; }

    public LogQuery? LastLogQuery { get; private set; }

    public object? LastOptions { get; private set; }

    /// <summary>Updates of a watch; when null a watch gives the stored run once.</summary>
    public Channel<WorkflowUpdate>? Updates { get; set; }

    public bool IsDisposed { get; private set; }

    public Workflow Add(string name, string phase = WorkflowPhase.Succeeded, Action<Dictionary<string, NodeStatus>>? nodes = null)
    {
        var map = new Dictionary<string, NodeStatus>(StringComparer.Ordinal);
        nodes?.Invoke(map);
        return Runs[name] = new Workflow
        {
            ApiVersion = "argoproj.io/v1alpha1",
            Kind = "Workflow",
            Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = $"uid-{name}", CreationTimestamp = Created },
            Spec = new WorkflowSpec { Entrypoint = "main" },
            Status = new WorkflowStatus { Phase = phase, StartedAt = Created, FinishedAt = WorkflowPhase.IsCompleted(phase) ? Created.AddSeconds(65) : null, Progress = "1/1", Nodes = map },
        };
    }

    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken = default) => Task.FromResult(new VersionInfo { Version = "v9.9.9" });

    public Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken = default) => Task.FromResult(new ServerInfo { ManagedNamespace = "ours" });

    public Task<Workflow> CreateAsync(CreateRunRequest request, CancellationToken cancellationToken = default)
    {
        Note("create");
        Created_.Add(request);
        var name = request.SubmitOptions?.Name ?? request.Workflow.Metadata.Name ?? request.Workflow.Metadata.GenerateName + "abcde";
        if (Runs.TryGetValue(name, out var prepared))
        {
            return Task.FromResult(prepared);
        }

        var run = request.Workflow with { Metadata = request.Workflow.Metadata with { Name = name, Namespace = request.Namespace, Uid = "uid-" + name, CreationTimestamp = Created } };
        Runs[name] = run with { Status = new WorkflowStatus { Phase = WorkflowPhase.Succeeded } };
        return Task.FromResult(run);
    }

    public Task<Workflow> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken = default)
    {
        Note($"submit {request.Namespace} {request.ResourceKind}/{request.ResourceName}");
        LastOptions = request;
        return Task.FromResult(Runs.Values.First());
    }

    public Task<Workflow> LintAsync(string @namespace, Workflow workflow, CancellationToken cancellationToken = default)
    {
        Note($"lint {@namespace}");
        return Task.FromResult(workflow);
    }

    public Task<Workflow> GetAsync(RunRef run, CancellationToken cancellationToken = default)
    {
        Note($"get {run.Namespace}/{run.Name}");
        return Task.FromResult(Find(run));
    }

    public Task<WorkflowList> ListAsync(ListRunsQuery query, CancellationToken cancellationToken = default)
    {
        Note("list");
        LastQuery = query;
        return Task.FromResult(new WorkflowList { Metadata = new ListMeta { ResourceVersion = "7" }, Items = [.. Runs.Values] });
    }

    public Task<Workflow> StopAsync(RunRef run, StopOptions options, CancellationToken cancellationToken = default) => Act("stop", run, options);

    public Task<Workflow> TerminateAsync(RunRef run, CancellationToken cancellationToken = default) => Act("terminate", run, null);

    public Task<Workflow> SuspendAsync(RunRef run, CancellationToken cancellationToken = default) => Act("suspend", run, null);

    public Task<Workflow> ResumeAsync(RunRef run, ResumeOptions options, CancellationToken cancellationToken = default) => Act("resume", run, options);

    public Task<Workflow> RetryAsync(RunRef run, RetryOptions options, CancellationToken cancellationToken = default) => Act("retry", run, options);

    public Task<Workflow> ResubmitAsync(RunRef run, ResubmitOptions options, CancellationToken cancellationToken = default) => Act("resubmit", run, options);

    public Task<Workflow> SetNodeAsync(RunRef run, SetNodeOptions options, CancellationToken cancellationToken = default) => Act("set", run, options);

    public Task DeleteAsync(RunRef run, DeleteOptions options, CancellationToken cancellationToken = default)
    {
        Note($"delete {run.Name}{(options.Force ? " force" : "")}");
        var found = Find(run);
        Runs.Remove(found.Metadata.Name!);
        return Task.CompletedTask;
    }

    public Task<EventDelivery> ReceiveEventAsync(EventRequest request, CancellationToken cancellationToken = default)
    {
        Note($"event {request.Namespace}/{request.Discriminator} {request.DeliveryId} {request.Payload.GetRawText()}");
        return Task.FromResult(Delivery);
    }

    public Task<EventDeliveryList> ListDeliveriesAsync(ListDeliveriesQuery query, CancellationToken cancellationToken = default)
    {
        Note($"deliveries {query.Namespace} {query.State}");
        return Task.FromResult(new EventDeliveryList { Items = [Delivery] });
    }

    public Task<EventDelivery> GetDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default) => Task.FromResult(Delivery);

    public Task<EventDelivery> ReplayDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default)
    {
        Note($"replay {@namespace}/{id}");
        return Task.FromResult(Delivery);
    }

    public Task<string?> VerifyWebhookAsync(WebhookSignature webhook, CancellationToken cancellationToken = default) => Task.FromResult<string?>(null);

    private static EventDelivery Delivery => new() { Id = "d1", Namespace = "default", Discriminator = "push", State = EventDeliveryState.Started, Attempts = 1, Outcomes = [new BindingOutcome("b", "run-1")], ReceivedAt = Created };

    public Task<CreatedToken> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default)
    {
        Note($"create token {request.Name}");
        LastOptions = request;
        return Task.FromResult(new CreatedToken($"krewe_{request.Name}_secret", new ServiceToken { Name = request.Name, Role = request.Role, Namespaces = request.Namespaces, CreatedAt = Created }));
    }

    public Task<IReadOnlyList<ServiceToken>> ListTokensAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ServiceToken>>([new ServiceToken { Name = "ci", Role = AccessRole.Runner, Namespaces = ["team"], CreatedAt = Created }]);

    public Task RevokeTokenAsync(string name, CancellationToken cancellationToken = default)
    {
        Note($"revoke token {name}");
        return Task.CompletedTask;
    }

    public Task<ServiceToken?> VerifyTokenAsync(string text, CancellationToken cancellationToken = default) => Task.FromResult<ServiceToken?>(null);

    public Task<IReadOnlyList<string>> ListLabelKeysAsync(string @namespace, CancellationToken cancellationToken = default) => Labels($"label keys {@namespace}", "app");

    public Task<IReadOnlyList<string>> ListLabelValuesAsync(string @namespace, string key, CancellationToken cancellationToken = default) => Labels($"label values {@namespace} {key}", "web");

    private Task<IReadOnlyList<string>> Labels(string call, string answer)
    {
        Note(call);
        return Task.FromResult<IReadOnlyList<string>>([answer]);
    }

    public async IAsyncEnumerable<WorkflowUpdate> WatchAsync(RunRef run, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Note($"watch {run.Name}{(options.Deltas ? " deltas" : "")}");
        if (Updates is null)
        {
            yield return new WorkflowUpdate { Type = UpdateType.Added, Object = Find(run) };
            yield break;
        }

        await foreach (var update in Updates.Reader.ReadAllAsync(cancellationToken))
        {
            yield return update;
        }
    }

    public async IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LastQuery = query;
        foreach (var run in Runs.Values)
        {
            yield return new WorkflowUpdate { Type = UpdateType.Added, Object = run };
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LastLogQuery = query;
        foreach (var line in Logs)
        {
            yield return line;
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        await Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private Task<Workflow> Act(string action, RunRef run, object? options)
    {
        Note($"{action} {run.Name}");
        LastOptions = options;
        return Task.FromResult(Find(run));
    }

    private void Note(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }

        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private Workflow Find(RunRef run)
    {
        var found = run.Name == RunRef.Latest ? Runs.Values.LastOrDefault()
            : Runs.Values.FirstOrDefault(candidate => run.Uid is { } uid ? candidate.Metadata.Uid == uid : candidate.Metadata.Name == run.Name);
        return found ?? throw KreweException.NotFound("workflows", run.Name);
    }
}
