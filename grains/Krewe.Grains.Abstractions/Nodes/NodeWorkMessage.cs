using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>Work for a node grain.</summary>
/// <param name="Work">The work.</param>
[GenerateSerializer, Immutable, Alias("krewe.NodeWorkMessage")]
public sealed record NodeWorkMessage([property: Id(0)] NodeWork Work);
