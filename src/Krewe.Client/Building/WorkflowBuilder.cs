using System.Text.Json;
using Krewe.Model;

namespace Krewe.Client;

/// <summary>Builds a workflow in code; what comes out is plain Argo YAML, or the same as records of the model.</summary>
/// <remarks>Names and references are checked where every workflow is: when it is submitted or linted.</remarks>
public sealed class WorkflowBuilder
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<TemplateBuilder> _templates = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, LifecycleHook> _hooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly ObjectMeta _metadata;
    private WorkflowSpec _spec = new();
    private string? _entrypoint;

    /// <summary>A workflow whose runs are named <paramref name="generateName"/> and a suffix, such as <c>ci-</c>.</summary>
    public WorkflowBuilder(string generateName) => _metadata = new ObjectMeta { GenerateName = generateName };

    private WorkflowBuilder(ObjectMeta metadata) => _metadata = metadata;

    /// <summary>A workflow, or workflow template, of that very name.</summary>
    public static WorkflowBuilder Named(string name) => new(new ObjectMeta { Name = name });

    /// <summary>Takes a parameter; without a value it must be given when the workflow is submitted.</summary>
    public WorkflowBuilder Parameter(string name, string? value = null)
    {
        _parameters.Add(new Parameter { Name = name, Value = value });
        return this;
    }

    /// <summary>Takes a parameter whose value is a key of a secret: only steps that are given it read it, where they run.</summary>
    public WorkflowBuilder SecretParameter(string name, string secret, string key)
    {
        _parameters.Add(new Parameter { Name = name, ValueFrom = new ValueFrom { SecretKeyRef = new SecretKeySelector { Name = secret, Key = key } } });
        return this;
    }

    /// <summary>Sets a label of the runs.</summary>
    public WorkflowBuilder Label(string name, string value)
    {
        _labels[name] = value;
        return this;
    }

    /// <summary>The template to start with; by default the one named <c>main</c>, or the only one.</summary>
    public WorkflowBuilder Entrypoint(string template)
    {
        _entrypoint = template;
        return this;
    }

    /// <summary>A template that runs when the workflow has ended, however it did.</summary>
    public WorkflowBuilder OnExit(string template) => Change(spec => spec with { OnExit = template });

    /// <summary>A template that runs when an expression first holds, such as <c>workflow.status == "Running"</c>.</summary>
    public WorkflowBuilder Hook(string name, string template, string? expression = null)
    {
        _hooks.Add(name, new LifecycleHook { Template = template, Expression = expression });
        return this;
    }

    /// <summary>Lets at most that many steps of a run be at work at once.</summary>
    public WorkflowBuilder Parallelism(int most) => Change(spec => spec with { Parallelism = most });

    /// <summary>Ends a run after that many seconds.</summary>
    public WorkflowBuilder Deadline(int seconds) => Change(spec => spec with { ActiveDeadlineSeconds = seconds });

    /// <summary>A template that runs a container.</summary>
    /// <param name="name">Name of the template.</param>
    /// <param name="image">Image.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="configure">Inputs, outputs and how it is run.</param>
    public WorkflowBuilder Container(string name, string image, IReadOnlyList<string> command, Action<TemplateBuilder>? configure = null) =>
        Add(new Template { Name = name, Container = new Container { Image = image, Command = command } }, configure);

    /// <summary>A template that runs a script; what it writes is its result.</summary>
    /// <param name="name">Name of the template.</param>
    /// <param name="image">Image.</param>
    /// <param name="command">Interpreter, such as <c>["python3"]</c>.</param>
    /// <param name="source">The script.</param>
    /// <param name="configure">Inputs, outputs and how it is run.</param>
    public WorkflowBuilder Script(string name, string image, IReadOnlyList<string> command, string source, Action<TemplateBuilder>? configure = null) =>
        Add(new Template { Name = name, Script = new ScriptTemplate { Image = image, Command = command, Source = source } }, configure);

    /// <summary>A template that calls a task of the host that embeds the engine.</summary>
    /// <param name="name">Name of the template.</param>
    /// <param name="task">Name of the task; by default the template's.</param>
    /// <param name="configure">Inputs, outputs and how it is run.</param>
    public WorkflowBuilder Task(string name, string? task = null, Action<TemplateBuilder>? configure = null) =>
        Add(new Template { Name = name, Plugin = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["krewe.io/task"] = new { name = task ?? name } }) }, configure);

    /// <summary>A template that makes a request; the body of the answer is its result.</summary>
    /// <param name="name">Name of the template.</param>
    /// <param name="url">Where to.</param>
    /// <param name="method"><c>GET</c> by default.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="headers">Headers.</param>
    /// <param name="configure">Inputs, outputs and how it is run.</param>
    public WorkflowBuilder Http(string name, string url, string? method = null, string? body = null, IReadOnlyDictionary<string, string>? headers = null, Action<TemplateBuilder>? configure = null) =>
        Add(
            new Template
            {
                Name = name,
                Http = new HttpTemplate { Url = url, Method = method, Body = body, Headers = headers is null ? null : [.. headers.Select(header => new HttpHeader { Name = header.Key, Value = header.Value })] },
            },
            configure);

    /// <summary>A template that waits: for a duration (a Go duration such as <c>1h</c>), or for a user.</summary>
    public WorkflowBuilder Suspend(string name, string? duration = null, Action<TemplateBuilder>? configure = null) =>
        Add(new Template { Name = name, Suspend = new SuspendTemplate { Duration = duration } }, configure);

    /// <summary>A template of steps, one group after the other.</summary>
    public WorkflowBuilder Steps(string name, Action<StepsBuilder> build, Action<TemplateBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        var steps = new StepsBuilder();
        build(steps);
        return Add(new Template { Name = name, Steps = steps.Groups }, configure);
    }

    /// <summary>A template that is a graph of tasks.</summary>
    public WorkflowBuilder Dag(string name, Action<DagBuilder> build, Action<TemplateBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        var dag = new DagBuilder();
        build(dag);
        return Add(new Template { Name = name, Dag = dag.Dag }, configure);
    }

    /// <summary>A template of any other type.</summary>
    public WorkflowBuilder Add(Template template, Action<TemplateBuilder>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(template?.Name, nameof(template));
        if (_names.Contains(template.Name))
        {
            throw new InvalidOperationException($"there are two templates '{template.Name}'");
        }

        var builder = new TemplateBuilder(template);
        configure?.Invoke(builder);
        _names.Add(template.Name);
        _templates.Add(builder);
        return this;
    }

    /// <summary>Anything else: changes the spec as it will be written.</summary>
    public WorkflowBuilder Change(Func<WorkflowSpec, WorkflowSpec> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _spec = change(_spec);
        return this;
    }

    /// <summary>The workflow.</summary>
    /// <exception cref="InvalidOperationException">It is not said where it starts.</exception>
    public Workflow Build() => new() { ApiVersion = ApiVersion, Kind = nameof(Workflow), Metadata = Metadata, Spec = Spec(Start()) };

    /// <summary>The same as a template to be stored and submitted by name, or to be called from others.</summary>
    public WorkflowTemplate BuildTemplate() => new() { ApiVersion = ApiVersion, Kind = nameof(WorkflowTemplate), Metadata = Metadata, Spec = Spec(_entrypoint ?? DefaultStart()) };

    /// <summary>The workflow as YAML.</summary>
    /// <exception cref="InvalidOperationException">It is not said where it starts.</exception>
    public string ToYaml() => ManifestWriter.ToYaml(Build());

    private const string ApiVersion = "argoproj.io/v1alpha1";

    private ObjectMeta Metadata => _labels.Count == 0 ? _metadata : _metadata with { Labels = _labels };

    private WorkflowSpec Spec(string? entrypoint) => _spec with
    {
        Entrypoint = entrypoint,
        Arguments = _parameters.Count == 0 ? _spec.Arguments : new Arguments { Parameters = _parameters },
        Hooks = _hooks.Count == 0 ? _spec.Hooks : _hooks,
        Templates = [.. _templates.Select(template => template.Build())],
    };

    private string Start() => _entrypoint ?? DefaultStart()
        ?? throw new InvalidOperationException("it is not said where the workflow starts: call Entrypoint, or name a template 'main'");

    private string? DefaultStart() => _names.Contains("main") ? "main" : _names is [var only] ? only : null;
}
