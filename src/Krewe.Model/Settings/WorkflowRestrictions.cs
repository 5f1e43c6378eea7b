namespace Krewe.Model;

/// <summary>What users may run.</summary>
public sealed record WorkflowRestrictions
{
    /// <summary>
    /// <c>Strict</c> or <c>Secure</c>: only workflows that refer to a template, with few fields of their own. A run is held to the
    /// template as it was when it began, so both mean the same here.
    /// </summary>
    public string? TemplateReferencing { get; init; }

    /// <summary>Fields of the spec that users may set beside those (Argo's variable <c>WORKFLOW_USER_OVERRIDE_ALLOWLIST</c>).</summary>
    public IReadOnlyList<string>? UserOverrideAllowlist { get; init; }
}
