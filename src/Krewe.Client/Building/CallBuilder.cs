using System.Text.Json;
using Krewe.Model;

namespace Krewe.Client;

/// <summary>Builds a call of a template: a step, or a task of a graph.</summary>
public sealed class CallBuilder
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<Artifact> _artifacts = [];
    private readonly Dictionary<string, LifecycleHook> _hooks = new(StringComparer.Ordinal);
    private readonly List<string> _dependencies = [];
    private TemplateRef? _reference;
    private string? _depends;
    private IReadOnlyList<JsonElement>? _items;
    private string? _param;
    private Sequence? _sequence;
    private string? _when;
    private ContinueOn? _continueOn;

    internal CallBuilder(string name) => (Name, CalledTemplate) = (name, name);

    internal string Name { get; }

    private string? Expression => _depends is null
        ? _dependencies.Count == 0 ? null : string.Join(" && ", _dependencies)
        : string.Join(" && ", [_dependencies.Count == 0 ? _depends : $"({_depends})", .. _dependencies]);

    private string? CalledTemplate { get; set; }

    private Arguments? Arguments => _parameters.Count + _artifacts.Count == 0
        ? null
        : new Arguments { Parameters = _parameters.Count == 0 ? null : _parameters, Artifacts = _artifacts.Count == 0 ? null : _artifacts };

    /// <summary>Calls a template of this workflow; without it, the one that has the call's own name.</summary>
    public CallBuilder Template(string name)
    {
        (CalledTemplate, _reference) = (name, null);
        return this;
    }

    /// <summary>Calls a template of a stored <c>WorkflowTemplate</c>, or of a <c>ClusterWorkflowTemplate</c>.</summary>
    public CallBuilder TemplateRef(string resource, string template, bool clusterScope = false)
    {
        (CalledTemplate, _reference) = (null, new TemplateRef { Name = resource, Template = template, ClusterScope = clusterScope ? true : null });
        return this;
    }

    /// <summary>Gives a parameter.</summary>
    public CallBuilder With(string parameter, string value)
    {
        _parameters.Add(new Parameter { Name = parameter, Value = value });
        return this;
    }

    /// <summary>Gives an artifact, by a tag such as <see cref="Tags.StepArtifact"/>.</summary>
    public CallBuilder WithArtifact(string name, string from)
    {
        _artifacts.Add(new Artifact { Name = name, From = from });
        return this;
    }

    /// <summary>Waits for other tasks of the graph to end well.</summary>
    public CallBuilder After(params IReadOnlyList<string> tasks)
    {
        _dependencies.AddRange(tasks);
        return this;
    }

    /// <summary>Waits for other tasks of the graph as an expression says, such as <c>a.Succeeded || b.Failed</c>.</summary>
    public CallBuilder Depends(string expression)
    {
        _depends = expression;
        return this;
    }

    /// <summary>Calls once for each item (<c>withItems</c>); objects are written as JSON.</summary>
    public CallBuilder ForEach<T>(IEnumerable<T> items)
    {
        _items = [.. items.Select(item => JsonSerializer.SerializeToElement(item, JsonSerializerOptions.Web))];
        return this;
    }

    /// <summary>Calls once for each element of a JSON list that a tag gives (<c>withParam</c>).</summary>
    public CallBuilder ForEachIn(string list)
    {
        _param = list;
        return this;
    }

    /// <summary>Calls that many times, with 0, 1, 2… as the item.</summary>
    public CallBuilder Times(IntOrString count)
    {
        _sequence = new Sequence { Count = count };
        return this;
    }

    /// <summary>Calls once for each number from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    public CallBuilder Range(IntOrString start, IntOrString end)
    {
        _sequence = new Sequence { Start = start, End = end };
        return this;
    }

    /// <summary>Calls only if the condition holds.</summary>
    public CallBuilder When(string condition)
    {
        _when = condition;
        return this;
    }

    /// <summary>Goes on although the call failed, or ended in an error.</summary>
    public CallBuilder ContinueOn(bool failed = true, bool error = false)
    {
        _continueOn = new ContinueOn { Failed = failed ? true : null, Error = error ? true : null };
        return this;
    }

    /// <summary>Runs a template when the call has ended, however it did.</summary>
    public CallBuilder OnExit(string template) => Hook("exit", template);

    /// <summary>Runs a template when an expression first holds.</summary>
    /// <param name="name">Name of the hook; <c>exit</c> needs no expression.</param>
    /// <param name="template">What to run.</param>
    /// <param name="expression">Such as <c>steps['x'].status == "Failed"</c>.</param>
    public CallBuilder Hook(string name, string template, string? expression = null)
    {
        _hooks.Add(name, new LifecycleHook { Template = template, Expression = expression });
        return this;
    }

    internal WorkflowStep ToStep() => _dependencies.Count > 0 || _depends is not null
        ? throw new InvalidOperationException($"step '{Name}': After and Depends are for tasks of a graph; steps wait for the group before them")
        : new WorkflowStep
        {
            Name = Name,
            Template = CalledTemplate,
            TemplateRef = _reference,
            Arguments = Arguments,
            WithItems = _items,
            WithParam = _param,
            WithSequence = _sequence,
            When = _when,
            ContinueOn = _continueOn,
            Hooks = _hooks.Count == 0 ? null : _hooks,
        };

    internal bool HasExpression => _depends is not null;

    /// <param name="asExpression">A graph says what its tasks wait for in one way: once one does by an expression, all do.</param>
    internal DagTask ToTask(bool asExpression) => new()
    {
        Name = Name,
        Template = CalledTemplate,
        TemplateRef = _reference,
        Arguments = Arguments,
        Dependencies = asExpression || _dependencies.Count == 0 ? null : _dependencies,
        Depends = asExpression ? Expression : null,
        WithItems = _items,
        WithParam = _param,
        WithSequence = _sequence,
        When = _when,
        ContinueOn = _continueOn,
        Hooks = _hooks.Count == 0 ? null : _hooks,
    };
}
