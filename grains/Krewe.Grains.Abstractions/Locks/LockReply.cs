namespace Krewe.Grains;

/// <summary>Answer to a request for locks.</summary>
[GenerateSerializer, Immutable, Alias("krewe.LockReply")]
public sealed record LockReply
{
    /// <summary>All are held now.</summary>
    [Id(0)]
    public bool Granted { get; init; }

    /// <summary>Name of the first lock that is not to be had now.</summary>
    [Id(1)]
    public string? WaitsFor { get; init; }

    /// <summary>Shown to the user while it waits.</summary>
    [Id(2)]
    public string? Message { get; init; }

    /// <summary>Why the locks can never be had (no such semaphore).</summary>
    [Id(3)]
    public string? Error { get; init; }
}
