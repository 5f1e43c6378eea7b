namespace Krewe.Model;

/// <summary>Weight of a <see cref="Diagnostic"/>.</summary>
public enum Severity
{
    /// <summary>The manifest is accepted; the user should know.</summary>
    Warning,

    /// <summary>The manifest is refused.</summary>
    Error,
}
