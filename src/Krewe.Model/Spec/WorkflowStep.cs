using System.Text.Json;

namespace Krewe.Model;

/// <summary>One step of a steps template.</summary>
public sealed record WorkflowStep
{
    public string? Name { get; init; }
    public string? Template { get; init; }
    public Template? Inline { get; init; }
    public Arguments? Arguments { get; init; }
    public TemplateRef? TemplateRef { get; init; }
    public IReadOnlyList<JsonElement>? WithItems { get; init; }
    public string? WithParam { get; init; }
    public Sequence? WithSequence { get; init; }
    public string? When { get; init; }
    public ContinueOn? ContinueOn { get; init; }
    public string? OnExit { get; init; }
    public IReadOnlyDictionary<string, LifecycleHook>? Hooks { get; init; }
}
