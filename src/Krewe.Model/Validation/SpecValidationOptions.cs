namespace Krewe.Model.Validation;

/// <summary>What sort of resource a spec is validated as.</summary>
internal sealed record SpecValidationOptions
{
    /// <summary>Path of the spec in its resource.</summary>
    public string SpecPath { get; init; } = "spec";

    public bool Lint { get; init; }

    public bool Submit { get; init; }

    /// <summary>Whether it is a template's: values may come from the workflow that uses it.</summary>
    public bool IsTemplate { get; init; }

    public bool EntrypointOptional { get; init; }

    /// <summary>Defaults of all workflows (<c>workflowDefaults</c>).</summary>
    public Workflow? Defaults { get; init; }
}
