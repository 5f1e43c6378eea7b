namespace Krewe.Engine;

/// <summary>
/// What came of a command. The events are already applied to the state: commit them as one log record, then carry out the
/// effects. If the commit fails, throw the state away and load it again.
/// </summary>
/// <param name="Events">To be committed together; empty: nothing changed.</param>
/// <param name="Effects">To be carried out after the commit (also when there are no events).</param>
/// <param name="Rejection">Why a user's command was refused; null when it was accepted.</param>
public sealed record Decision(IReadOnlyList<RunEvent> Events, IReadOnlyList<RunEffect> Effects, string? Rejection = null);
