namespace Krewe.Conformance;

/// <summary>What a case expects does not hold.</summary>
public sealed class AssertionFailedException(string message) : Exception(message);
