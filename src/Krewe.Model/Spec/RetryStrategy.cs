namespace Krewe.Model;

/// <summary>Argo <c>RetryStrategy</c>.</summary>
public sealed record RetryStrategy
{
    /// <summary>Attempts after the first; unset: no limit.</summary>
    public IntOrString? Limit { get; init; }
    /// <summary><c>Always</c>, <c>OnFailure</c> (default), <c>OnError</c>, <c>OnTransientError</c>; default <c>Always</c> when <see cref="Expression"/> is set.</summary>
    public string? RetryPolicy { get; init; }
    public Backoff? Backoff { get; init; }
    public RetryAffinity? Affinity { get; init; }
    public string? Expression { get; init; }
}
