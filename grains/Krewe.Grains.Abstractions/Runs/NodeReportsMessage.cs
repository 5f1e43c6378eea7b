using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>Reports of one run's nodes, oldest first.</summary>
/// <param name="Reports">The reports.</param>
[GenerateSerializer, Immutable, Alias("krewe.NodeReportsMessage")]
public sealed record NodeReportsMessage([property: Id(0)] IReadOnlyList<NodeReport> Reports);
