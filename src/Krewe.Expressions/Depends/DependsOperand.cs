namespace Krewe.Expressions.Depends;

/// <summary>A task named in a <c>depends</c>.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Result">The result asked for, or null for the bare name.</param>
/// <param name="Offset">Where it stands.</param>
/// <param name="Length">How long it is, result included.</param>
public sealed record DependsOperand(string Task, DependsResult? Result, int Offset, int Length);
