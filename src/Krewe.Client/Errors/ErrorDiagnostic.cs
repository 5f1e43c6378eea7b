namespace Krewe.Client;

/// <summary>One finding in a manifest.</summary>
/// <param name="Message">What is wrong, without its place.</param>
/// <param name="Path">Where in the object, such as <c>spec.templates[0].name</c>.</param>
/// <param name="File">File as the user named it; null when the manifest did not come from one.</param>
/// <param name="Line">From 1; 0 when not known.</param>
/// <param name="Column">From 1; 0 when not known.</param>
/// <param name="Hint">What to do, such as <c>did you mean "entrypoint"?</c></param>
/// <param name="IsWarning">Whether it stops nothing.</param>
public sealed record ErrorDiagnostic(
    string Message,
    string? Path = null,
    string? File = null,
    int Line = 0,
    int Column = 0,
    string? Hint = null,
    bool IsWarning = false);
