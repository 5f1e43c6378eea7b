namespace Krewe.Storage;

/// <summary>Identity of a small durable object.</summary>
/// <param name="Kind">Its kind, such as <c>WorkflowTemplate</c>.</param>
/// <param name="Namespace">Its namespace; empty for kinds of the whole cluster.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ObjectKey(string Kind, string Namespace, string Name);
