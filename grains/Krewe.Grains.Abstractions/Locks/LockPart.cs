namespace Krewe.Grains;

/// <summary>One that holds a lock or waits for it.</summary>
/// <param name="Holder"><c>ns/workflow</c> or <c>ns/workflow/nodeID</c>.</param>
/// <param name="RunUid">UID of the run.</param>
/// <param name="Position">Place among the holders or in line, from 1.</param>
/// <param name="Priority">Of the workflow.</param>
/// <param name="Since">Since when it holds or waits.</param>
[GenerateSerializer, Immutable, Alias("krewe.LockPart")]
public sealed record LockPart(
    [property: Id(0)] string Holder,
    [property: Id(1)] string RunUid,
    [property: Id(2)] int Position,
    [property: Id(3)] int Priority,
    [property: Id(4)] DateTimeOffset Since);
