namespace Krewe.Testing;

/// <summary>A scenario failed under some schedule, or came to no end.</summary>
public sealed class InterleavingException(string message, Exception? inner = null) : Exception(message, inner);
