namespace Krewe.Client;

/// <summary>A run that waits, or one of whose nodes waits for a lock.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priority">Its priority; the higher goes first.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Waiting">What it waits for.</param>
public sealed record QueueEntry(string Uid, string Namespace, string Name, int Priority, DateTimeOffset CreatedAt, Waiting Waiting);
