using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Krewe.Engine;
using Krewe.Executors;
using Krewe.Executors.Tasks;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Model.Submission;
using Krewe.Model.Validation;
using Krewe.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Krewe.TestHost;

/// <summary>
/// Runs workflows inside a unit test: the engine itself, with mocked steps, a store in memory and a clock that skips every wait.
/// Nothing is started, nothing is written, and hours pass in milliseconds.
/// </summary>
/// <remarks>
/// Steps are mocked by the name of their template; those that call a task of the host run it for real if it was added here.
/// Memoized results are kept from run to run. One run at a time; not safe for concurrent use.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A store in memory has nothing to let go of.")]
public sealed class KreweTestHost
{
    private const string Namespace = "default";
    private readonly List<ArgoResource> _templates = [];
    private readonly List<TaskDefinition> _tasks = [];
    private readonly HostConfigMaps _configMaps = new();
    private readonly InMemoryStore _store;
    private readonly TestClock _clock;
    private int _runs;

    /// <summary>A host whose clock starts at a moment; by default 1 January 2030.</summary>
    public KreweTestHost(DateTimeOffset? start = null)
    {
        _clock = new TestClock(start ?? new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _store = new InMemoryStore(_clock);
    }

    /// <summary>The present moment of the host.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Services that classes of tasks may ask for; by default there are none.</summary>
    public IServiceProvider Services { get; init; } = NoServices.Instance;

    internal HostSecrets Secrets { get; } = new();

    internal StepMocks Mocks { get; } = new();

    internal TestClock Clock => _clock;

    /// <summary>What steps of a template come to, one call after the other; the last one stands for all that follow.</summary>
    /// <param name="template">Name of the template.</param>
    /// <param name="inTurn">At least one outcome.</param>
    public KreweTestHost Mock(string template, params IReadOnlyList<StepOutcome> inTurn)
    {
        ArgumentNullException.ThrowIfNull(inTurn);
        ArgumentOutOfRangeException.ThrowIfZero(inTurn.Count, nameof(inTurn));
        return Mock(template, call => inTurn[Math.Min(call.Index, inTurn.Count - 1)]);
    }

    /// <summary>What steps of a template come to.</summary>
    public KreweTestHost Mock(string template, Func<StepCall, StepOutcome> step)
    {
        Mocks.Set(template, step);
        return this;
    }

    /// <summary>What steps come to that are not mocked by name; without it, such a step ends the test.</summary>
    public KreweTestHost MockOthers(Func<StepCall, StepOutcome> step)
    {
        Mocks.Otherwise = step;
        return this;
    }

    /// <summary>A task of the host that is to run for real.</summary>
    public KreweTestHost AddTask(TaskDefinition task)
    {
        _tasks.Add(task);
        return this;
    }

    /// <summary>A workflow template or cluster workflow template that runs may refer to.</summary>
    public KreweTestHost AddTemplate(ArgoResource template)
    {
        if (template is not (WorkflowTemplate or ClusterWorkflowTemplate))
        {
            throw new ArgumentException("only a WorkflowTemplate or a ClusterWorkflowTemplate can be referred to", nameof(template));
        }

        _templates.Add(template);
        return this;
    }

    /// <summary>A value of a config map: of a parameter, or the limit of a semaphore.</summary>
    public KreweTestHost SetConfigMap(string name, string key, string value)
    {
        _configMaps.Set(name, key, value);
        return this;
    }

    /// <summary>A key of a secret, for parameters that refer to it.</summary>
    public KreweTestHost SetSecret(string name, string key, string value)
    {
        Secrets.Set(name, key, value);
        return this;
    }

    /// <summary>Runs the workflow of a manifest, read as strictly as everywhere.</summary>
    /// <param name="yaml">One workflow, and any templates that it refers to.</param>
    /// <param name="parameters">Workflow parameters.</param>
    /// <exception cref="ArgumentException">The manifest or the workflow is not valid.</exception>
    public Task<TestRun> RunAsync(string yaml, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var set = ManifestReader.Strict.Read(yaml);
        if (set.HasErrors)
        {
            throw new ArgumentException("the manifest is not valid:\n" + string.Join('\n', set.Diagnostics), nameof(yaml));
        }

        _templates.AddRange(set.Of<WorkflowTemplate>());
        _templates.AddRange(set.Of<ClusterWorkflowTemplate>());
        return RunAsync(set.Of<Workflow>().Single(), parameters);
    }

    /// <summary>Runs a workflow until it is over, or until nothing more happens by itself.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="parameters">Workflow parameters.</param>
    /// <exception cref="ArgumentException">The workflow is not valid.</exception>
    /// <exception cref="InvalidOperationException">A step is not mocked, or its mock does not give what its template promises.</exception>
    public async Task<TestRun> RunAsync(Workflow workflow, IReadOnlyDictionary<string, string>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var named = Named(Parameterized(workflow, parameters));
        var errors = WorkflowValidator.Validate(named, new TemplateLookup(_templates));
        if (errors.Count > 0)
        {
            throw new ArgumentException("the workflow is not valid:\n" + string.Join('\n', errors.Select(error => $"{error.Path}: {error.Message}")), nameof(workflow));
        }

        await StoreTemplatesAsync().ConfigureAwait(false);
        var executor = new TaskExecutor(new TaskCatalog(_tasks), Services, _clock, NullLogger<TaskExecutor>.Instance);
        var run = new TestRun(this, new RunLookups(_store, _store, _configMaps), new LockLimits(_store, _configMaps, _configMaps), _tasks.Count > 0 ? new SecretParameterExecutor(executor, Secrets) : null);
        await run.SendAsync(new CreateRun
        {
            Now = Now,
            Workflow = named,
            Templates = [.. _templates.OfType<WorkflowTemplate>()],
            ClusterTemplates = [.. _templates.OfType<ClusterWorkflowTemplate>()],
        }).ConfigureAwait(false);
        return run;
    }

    private static Workflow Parameterized(Workflow workflow, IReadOnlyDictionary<string, string>? parameters)
    {
        var changed = WorkflowSubmission.Apply(workflow, new SubmitOptions { Parameters = [.. (parameters ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}")] });
        return changed.Value ?? throw new ArgumentException(changed.Error, nameof(parameters));
    }

    private Workflow Named(Workflow workflow)
    {
        var number = ++_runs;
        return workflow with
        {
            Status = null,
            Metadata = workflow.Metadata with
            {
                Name = workflow.Metadata.Name ?? $"{workflow.Metadata.GenerateName ?? "test-"}{number}",
                Namespace = workflow.Metadata.Namespace ?? Namespace,
                Uid = $"00000000-0000-0000-0000-{number:d12}",
                CreationTimestamp = Now,
            },
        };
    }

    // References made by a tag are looked up when the run meets them.
    private async Task StoreTemplatesAsync()
    {
        foreach (var template in _templates)
        {
            var (kind, scope) = template is WorkflowTemplate ? (RunLookups.TemplateKind, template.Metadata.Namespace ?? Namespace) : (RunLookups.ClusterTemplateKind, "");
            var payload = JsonSerializer.SerializeToUtf8Bytes(template, ModelJson.Default.GetTypeInfo(template.GetType())!);
            await _store.PutAsync(new ObjectKey(kind, scope, template.Metadata.Name!), payload).ConfigureAwait(false);
        }
    }

    private sealed class NoServices : IServiceProvider, Microsoft.Extensions.DependencyInjection.IServiceScopeFactory, Microsoft.Extensions.DependencyInjection.IServiceScope
    {
        public static NoServices Instance { get; } = new();

        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) => serviceType == typeof(Microsoft.Extensions.DependencyInjection.IServiceScopeFactory) ? this : null;

        public Microsoft.Extensions.DependencyInjection.IServiceScope CreateScope() => this;

        public void Dispose()
        {
        }
    }
}
