using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>Asks a run to begin.</summary>
/// <param name="Command">The engine's command; its workflow carries name, namespace and uid.</param>
/// <param name="RequestId">The client's own id of its request, so that a repeated request makes no second run.</param>
/// <param name="IsNew">Whether no run of this uid is known of: then it is not looked for. Where there is one all the same the call fails, and is made again without this.</param>
[GenerateSerializer, Immutable, Alias("krewe.CreateRunMessage")]
public sealed record CreateRunMessage([property: Id(0)] CreateRun Command, [property: Id(1)] string? RequestId, [property: Id(2)] bool IsNew = false);
