namespace Krewe.Client;

/// <summary>The one exception of <see cref="IWorkflowService"/>: a failure that its user should read.</summary>
public sealed class KreweException : Exception
{
    /// <summary>A failure without positions.</summary>
    public KreweException(KreweErrorCode code, string message, Exception? innerException = null)
        : this(code, message, [], innerException)
    {
    }

    /// <summary>A failure whose causes can be pointed at in a manifest.</summary>
    public KreweException(KreweErrorCode code, string message, IReadOnlyList<ErrorDiagnostic> diagnostics, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Diagnostics = diagnostics;
    }

    /// <summary>What kind of failure it is.</summary>
    public KreweErrorCode Code { get; }

    /// <summary>All that was found wrong with the manifest, in its order; empty for other failures.</summary>
    public IReadOnlyList<ErrorDiagnostic> Diagnostics { get; }

    /// <summary>Whether the audit log tells of it already, so that the door need not.</summary>
    public bool IsAudited { get; set; }

    /// <summary><c>workflows.argoproj.io "x" not found</c>, as Kubernetes says it.</summary>
    public static KreweException NotFound(string plural, string name) =>
        new(KreweErrorCode.NotFound, $"{plural}.argoproj.io \"{name}\" not found");

    /// <summary><c>workflows.argoproj.io "x" already exists</c>.</summary>
    public static KreweException AlreadyExists(string plural, string name) =>
        new(KreweErrorCode.AlreadyExists, $"{plural}.argoproj.io \"{name}\" already exists");
}
