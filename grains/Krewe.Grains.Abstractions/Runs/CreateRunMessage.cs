using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Asks a run to begin.</summary>
/// <param name="Command">The engine's command; its workflow carries name, namespace and uid.</param>
/// <param name="RequestId">The client's own id of its request, so that a repeated request makes no second run.</param>
[GenerateSerializer, Immutable, Alias("krewe.CreateRunMessage")]
public sealed record CreateRunMessage([property: Id(0)] CreateRun Command, [property: Id(1)] string? RequestId);
