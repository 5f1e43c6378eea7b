namespace Krewe.Executors;

/// <summary>A step is to be given a secret that is not there; the message tells which.</summary>
public sealed class SecretMissingException(string message) : Exception(message);
