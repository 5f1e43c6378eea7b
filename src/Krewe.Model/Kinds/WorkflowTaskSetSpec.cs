namespace Krewe.Model;

/// <summary>Templates to run, by node ID.</summary>
public sealed record WorkflowTaskSetSpec
{
    public IReadOnlyDictionary<string, Template>? Tasks { get; init; }
}
