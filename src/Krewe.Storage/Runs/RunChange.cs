namespace Krewe.Storage;

/// <summary>One change for a watch.</summary>
/// <param name="ChangeNumber">Its number.</param>
/// <param name="Uid">The run.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Row">The row as it is now; null when the run was deleted.</param>
public sealed record RunChange(long ChangeNumber, string Uid, string Namespace, string Name, RunIndexRow? Row);
