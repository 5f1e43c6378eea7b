namespace Krewe.Executors.Tasks;

/// <summary>A template that does not fit the task it names; the message is for the one who wrote it.</summary>
internal sealed class TaskFault(string message) : Exception(message);
