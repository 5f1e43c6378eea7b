using System.Text.Json.Serialization;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>What a step and a DAG task have in common.</summary>
internal sealed record Call
{
    public string Name { get; init; } = "";

    public string? Template { get; init; }

    public Template? Inline { get; init; }

    public TemplateRef? TemplateRef { get; init; }

    public Arguments? Arguments { get; init; }

    public string? When { get; init; }

    public ContinueOn? ContinueOn { get; init; }

    public string? OnExit { get; init; }

    public IReadOnlyDictionary<string, LifecycleHook>? Hooks { get; init; }

    public IReadOnlyList<System.Text.Json.JsonElement>? WithItems { get; init; }

    public string? WithParam { get; init; }

    public Sequence? WithSequence { get; init; }

    [JsonIgnore]
    public bool IsLoop => WithItems is { Count: > 0 } || !string.IsNullOrEmpty(WithParam) || WithSequence is not null;

    public bool ContinuesOn(string phase) => (phase == NodePhase.Error && ContinueOn?.Error == true) || (phase == NodePhase.Failed && ContinueOn?.Failed == true);

    public static Call Of(WorkflowStep step) => new()
    {
        Name = step.Name ?? "",
        Template = step.Template,
        Inline = step.Inline,
        TemplateRef = step.TemplateRef,
        Arguments = step.Arguments,
        When = step.When,
        ContinueOn = step.ContinueOn,
        OnExit = step.OnExit,
        Hooks = step.Hooks,
        WithItems = step.WithItems,
        WithParam = step.WithParam,
        WithSequence = step.WithSequence,
    };

    public static Call Of(DagTask task) => new()
    {
        Name = task.Name ?? "",
        Template = task.Template,
        Inline = task.Inline,
        TemplateRef = task.TemplateRef,
        Arguments = task.Arguments,
        When = task.When,
        ContinueOn = task.ContinueOn,
        OnExit = task.OnExit,
        Hooks = task.Hooks,
        WithItems = task.WithItems,
        WithParam = task.WithParam,
        WithSequence = task.WithSequence,
    };
}
