namespace Krewe.Api;

/// <summary>A message that is not what its type says.</summary>
internal sealed class WireException(string message, Exception? innerException = null) : Exception(message, innerException);
