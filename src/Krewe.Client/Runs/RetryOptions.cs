namespace Krewe.Client;

/// <summary>Options of retrying.</summary>
public sealed record RetryOptions
{
    /// <summary>Also run again the succeeded nodes that <see cref="NodeFieldSelector"/> picks.</summary>
    public bool RestartSuccessful { get; init; }

    /// <summary>Nodes to restart.</summary>
    public string? NodeFieldSelector { get; init; }

    /// <summary>Each <c>name=value</c>, replacing the run's argument.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];
}
