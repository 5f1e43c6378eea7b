namespace Krewe.Executors.Http;

/// <summary>What came of a request.</summary>
/// <param name="Phase">One of <see cref="Krewe.Model.NodePhase"/>.</param>
/// <param name="Message">Why, when it did not succeed.</param>
/// <param name="Body">Body of the response, if there was one.</param>
public sealed record HttpOutcome(string Phase, string? Message, string? Body);
