namespace Krewe.Client;

/// <summary>Options of resubmitting.</summary>
public sealed record ResubmitOptions
{
    /// <summary>Take over the results of what succeeded.</summary>
    public bool Memoized { get; init; }

    /// <summary>Each <c>name=value</c>, replacing the run's argument.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>As in <see cref="CreateRunRequest.RequestId"/>.</summary>
    public string? RequestId { get; init; }
}
