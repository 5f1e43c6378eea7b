namespace Krewe.Conformance;

/// <summary>A case asks for something that Krewe does not have on purpose: a Kubernetes object or Argo's inner state.</summary>
public sealed class NotApplicableException(string reason) : Exception(reason);
