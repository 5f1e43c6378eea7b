namespace Krewe.Expressions.Tags;

/// <summary>A variable that is there and whose value neither a tag nor an expression may read: to use it is an error that says why.</summary>
/// <param name="Reason">What whoever reads it is told.</param>
public record UnreadableVariable(string Reason);
