namespace Krewe.Storage;

/// <summary>Numbers from one to another, both included.</summary>
/// <param name="From">The least; null for no bound.</param>
/// <param name="To">The greatest; null for no bound.</param>
public readonly record struct NumberRange(long? From, long? To)
{
    /// <summary>Whether a number lies in it.</summary>
    /// <param name="number">The number.</param>
    public bool Contains(long number) => !(number < From) && !(number > To);
}
