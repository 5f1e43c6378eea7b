namespace Krewe.Executors.Process;

/// <summary>The work cannot be done, for a reason that the user can read; becomes a report.</summary>
internal sealed class NodeFault(string message) : Exception(message);
