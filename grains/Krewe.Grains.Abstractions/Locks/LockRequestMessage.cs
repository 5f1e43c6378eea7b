using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Asks for locks.</summary>
/// <param name="RunUid">Run to tell when they are had.</param>
/// <param name="Request">Holder and locks.</param>
[GenerateSerializer, Immutable, Alias("krewe.LockRequestMessage")]
public sealed record LockRequestMessage([property: Id(0)] string RunUid, [property: Id(1)] AcquireLocks Request);
