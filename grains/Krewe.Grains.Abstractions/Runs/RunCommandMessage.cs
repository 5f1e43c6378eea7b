using Krewe.Engine;

namespace Krewe.Grains;

/// <summary>A user's command for a run.</summary>
/// <param name="Command">The command.</param>
[GenerateSerializer, Immutable, Alias("krewe.RunCommandMessage")]
public sealed record RunCommandMessage([property: Id(0)] RunCommand Command);
