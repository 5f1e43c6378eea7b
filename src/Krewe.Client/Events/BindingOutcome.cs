namespace Krewe.Client;

/// <summary>What came of a delivery at one binding.</summary>
/// <param name="Binding">Name of the binding.</param>
/// <param name="Run">Name of the run it started; null when it started none.</param>
/// <param name="Error">Why it started none; null when there is nothing to start or it started one.</param>
public sealed record BindingOutcome(string Binding, string? Run = null, string? Error = null);
