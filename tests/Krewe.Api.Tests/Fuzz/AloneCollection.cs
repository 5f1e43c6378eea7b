namespace Krewe.Api.Tests.Fuzz;

/// <summary>Tests that measure the process: beside others they would measure those.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
