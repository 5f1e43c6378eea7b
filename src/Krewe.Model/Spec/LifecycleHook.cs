namespace Krewe.Model;

/// <summary>A template to run when an expression first holds; the hook named <c>exit</c> is the exit handler.</summary>
public sealed record LifecycleHook
{
    public string? Template { get; init; }
    public Arguments? Arguments { get; init; }
    public TemplateRef? TemplateRef { get; init; }
    public string? Expression { get; init; }
}
