using Krewe.Model;

namespace Krewe.Client;

/// <summary>Builds what a template takes and gives, and how it is run.</summary>
public sealed class TemplateBuilder
{
    private readonly List<Parameter> _inputs = [];
    private readonly List<Artifact> _inputArtifacts = [];
    private readonly List<Parameter> _outputs = [];
    private readonly List<Artifact> _outputArtifacts = [];
    private readonly List<EnvVar> _environment = [];
    private Template _template;

    internal TemplateBuilder(Template template) => _template = template;

    /// <summary>Takes a parameter; with a default it may be left out.</summary>
    public TemplateBuilder Input(string name, string? defaultValue = null)
    {
        _inputs.Add(new Parameter { Name = name, Default = defaultValue });
        return this;
    }

    /// <summary>Takes an artifact, which lies at a path.</summary>
    public TemplateBuilder InputArtifact(string name, string path, bool optional = false)
    {
        _inputArtifacts.Add(new Artifact { Name = name, Path = path, Optional = optional ? true : null });
        return this;
    }

    /// <summary>Gives what a container or script has written to a file.</summary>
    public TemplateBuilder OutputFile(string name, string path, string? defaultValue = null, string? globalName = null) => Output(name, new ValueFrom { Path = path, Default = defaultValue }, globalName);

    /// <summary>Gives what a task of the host returned under that name, or what a user supplies to a suspended node.</summary>
    public TemplateBuilder Output(string name, string? defaultValue = null, string? globalName = null) => Output(name, new ValueFrom { Supplied = new SuppliedValueFrom(), Default = defaultValue }, globalName);

    /// <summary>Gives what a step or task of this template gave, by a tag such as <see cref="Tags.StepOutput"/>.</summary>
    public TemplateBuilder OutputOf(string name, string tag, string? globalName = null) => Output(name, new ValueFrom { Parameter = tag }, globalName);

    /// <summary>Gives a value from anywhere.</summary>
    /// <param name="name">Name of the output parameter.</param>
    /// <param name="from">Where the value comes from.</param>
    /// <param name="globalName">Name under which it is also an output of the whole run.</param>
    public TemplateBuilder Output(string name, ValueFrom from, string? globalName = null)
    {
        _outputs.Add(new Parameter { Name = name, ValueFrom = from, GlobalName = globalName });
        return this;
    }

    /// <summary>Gives a file or folder.</summary>
    public TemplateBuilder OutputArtifact(string name, string path)
    {
        _outputArtifacts.Add(new Artifact { Name = name, Path = path });
        return this;
    }

    /// <summary>Sets a variable of the container or script.</summary>
    public TemplateBuilder Env(string name, string value)
    {
        _environment.Add(new EnvVar { Name = name, Value = value });
        return this;
    }

    /// <summary>Sets a variable of the container or script from a secret.</summary>
    public TemplateBuilder SecretEnv(string name, string secret, string key)
    {
        _environment.Add(new EnvVar { Name = name, ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = secret, Key = key } } });
        return this;
    }

    /// <summary>Tries again after a failure.</summary>
    /// <param name="limit">How many times.</param>
    /// <param name="wait">Time before the first try anew, as a Go duration such as <c>10s</c>; none by default.</param>
    /// <param name="factor">By what each wait is longer than the one before.</param>
    /// <param name="policy"><c>Always</c>, <c>OnFailure</c>, <c>OnError</c> or <c>OnTransientError</c>.</param>
    public TemplateBuilder Retry(int limit, string? wait = null, int? factor = null, string? policy = null) => Change(template => template with
    {
        RetryStrategy = new RetryStrategy
        {
            Limit = limit,
            RetryPolicy = policy,
            Backoff = wait is null ? null : new Backoff { Duration = wait, Factor = factor },
        },
    });

    /// <summary>Ends the work after that many seconds.</summary>
    public TemplateBuilder Deadline(int seconds) => Change(template => template with { ActiveDeadlineSeconds = seconds });

    /// <summary>Fails the node after that time, waiting included; a Go duration such as <c>5m</c>.</summary>
    public TemplateBuilder Timeout(string duration) => Change(template => template with { Timeout = duration });

    /// <summary>Lets at most that many steps or tasks of this template run at once.</summary>
    public TemplateBuilder Parallelism(int most) => Change(template => template with { Parallelism = most });

    /// <summary>Serves while the others of its template run.</summary>
    public TemplateBuilder Daemon() => Change(template => template with { Daemon = true });

    /// <summary>Anything else: changes the template as it will be written.</summary>
    public TemplateBuilder Change(Func<Template, Template> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _template = change(_template);
        return this;
    }

    internal Template Build()
    {
        var template = _template;
        if (_environment.Count > 0)
        {
            template = template switch
            {
                { Container: { } container } => template with { Container = container with { Env = _environment } },
                { Script: { } script } => template with { Script = script with { Env = _environment } },
                _ => throw new InvalidOperationException($"template '{template.Name}' has no container or script whose variables could be set"),
            };
        }

        return template with
        {
            Inputs = _inputs.Count + _inputArtifacts.Count == 0 ? template.Inputs : new Inputs { Parameters = NullIfEmpty(_inputs), Artifacts = NullIfEmpty(_inputArtifacts) },
            Outputs = _outputs.Count + _outputArtifacts.Count == 0 ? template.Outputs : new Outputs { Parameters = NullIfEmpty(_outputs), Artifacts = NullIfEmpty(_outputArtifacts) },
        };
    }

    private static List<T>? NullIfEmpty<T>(List<T> items) => items.Count == 0 ? null : items;
}
