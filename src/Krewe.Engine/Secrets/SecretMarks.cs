using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>
/// Finds the tags of secret parameters in a template where they may stand: in the fields of a step they become marks, as
/// arguments of calls the reference to the secret.
/// </summary>
/// <remarks>
/// Only tags that the author of the template wrote are found: this comes before anything is substituted, so that a value from
/// elsewhere that holds such a tag is given nothing. A mark is made anew for each order and cannot be guessed.
/// </remarks>
/// <param name="scope">Variables of the template.</param>
internal sealed class SecretMarks(TagScope scope)
{
    private static readonly TagReplaceOptions SimpleTags = TagReplaceOptions.Lenient with { EvaluateExpressions = false };
    private readonly Variables _variables = new(scope);

    /// <summary>The marks that were put, and where the values are.</summary>
    public IReadOnlyDictionary<string, ValueFrom> Secrets => _variables.Secrets;

    /// <summary>The template, as it was written, without the tags of secrets (<see cref="Model.Validation.SecretUses"/>).</summary>
    public Template In(Template template) => template with
    {
        Container = template.Container is { } container ? In(container) : null,
        Script = template.Script is { } script ? In(script) with { Source = Text(script.Source) } : null,
        ContainerSet = template.ContainerSet is { Containers: { } members } set ? set with { Containers = [.. members.Select(In)] } : template.ContainerSet,
        InitContainers = template.InitContainers is { } before ? [.. before.Select(In)] : null,
        Sidecars = template.Sidecars is { } beside ? [.. beside.Select(In)] : null,
        Http = template.Http is { } http ? In(http) : null,
        Plugin = template.Plugin is { } plugin ? In(plugin) : null,
        Workflow = template.Workflow is { } call ? call with { Arguments = HandOn(call.Arguments) } : null,
        Steps = template.Steps is { } steps
            ? [.. steps.Select(group => (IReadOnlyList<WorkflowStep>)[.. group.Select(step => step with { Arguments = HandOn(step.Arguments), Hooks = HandOn(step.Hooks, scope) })])]
            : null,
        Dag = template.Dag is { Tasks: { } tasks } dag
            ? dag with { Tasks = [.. tasks.Select(task => task with { Arguments = HandOn(task.Arguments), Hooks = HandOn(task.Hooks, scope) })] }
            : template.Dag,
    };

    /// <summary>Hooks as they were written, whose arguments refer to the secrets that they named.</summary>
    public static IReadOnlyDictionary<string, LifecycleHook>? HandOn(IReadOnlyDictionary<string, LifecycleHook>? hooks, TagScope scope) =>
        hooks?.ToDictionary(pair => pair.Key, pair => pair.Value with { Arguments = SecretParameters.HandOn(pair.Value.Arguments, scope) }, StringComparer.Ordinal);

    private Arguments? HandOn(Arguments? arguments) => SecretParameters.HandOn(arguments, scope);

    /// <summary>The inputs with marks for values: a plugin is given all of them.</summary>
    public Inputs? In(Inputs? inputs) => inputs?.Parameters is not { } parameters ? inputs : inputs with
    {
        Parameters = [.. parameters.Select(p => SecretParameters.Is(p) ? p with { Value = Text($"{{{{inputs.parameters.{p.Name}}}}}"), ValueFrom = null } : p)],
    };

    private T In<T>(T container)
        where T : Container => container with
        {
            Command = Texts(container.Command),
            Args = Texts(container.Args),
            Env = container.Env is { } variables ? [.. variables.Select(variable => variable with { Value = Text(variable.Value) })] : null,
        };

    private HttpTemplate In(HttpTemplate http) => http with
    {
        Url = Text(http.Url),
        Headers = http.Headers is { } headers ? [.. headers.Select(header => header with { Value = Text(header.Value) })] : null,
        Body = Text(http.Body),
    };

    private JsonElement In(JsonElement plugin) =>
        Render.Read(TagTemplate.ParseJson(plugin.GetRawText()).Replace(new TagScope(_variables), SimpleTags), EngineJson.Plain.JsonElement);

    private IReadOnlyList<string>? Texts(IReadOnlyList<string>? texts) => texts is null ? null : [.. texts.Select(text => Text(text)!)];

    private string? Text(string? text) => text is null || !text.Contains("{{", StringComparison.Ordinal) ? text : TagTemplate.Parse(text).Replace(new TagScope(_variables), SimpleTags);

    private sealed class Variables(TagScope scope) : LazyVariables
    {
        private readonly Dictionary<string, ValueFrom> _secrets = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _marks = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, ValueFrom> Secrets => _secrets;

        public override IEnumerable<string> Keys => _marks.Keys;

        public override bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
        {
            value = null;
            if (!scope.TryGetValue(key, out var found) || found is not SecretVariable secret)
            {
                return false;
            }

            if (!_marks.TryGetValue(key, out var mark))
            {
                _marks[key] = mark = "secret-" + Guid.NewGuid().ToString("N");
                _secrets[mark] = secret.From;
            }

            value = mark;
            return true;
        }
    }
}
