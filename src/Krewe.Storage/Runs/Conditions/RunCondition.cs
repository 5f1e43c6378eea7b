namespace Krewe.Storage;

/// <summary>
/// Something that holds of a run's row or does not: what <see cref="RunFilter.Where"/> is made of. Adapters turn it into their
/// own language; <see cref="Matches"/> is what all of them must agree with.
/// </summary>
/// <remarks>There are two truth values only: of a text or number that a run does not have, nothing holds, and the contrary does.</remarks>
public abstract record RunCondition
{
    private protected RunCondition()
    {
    }

    /// <summary>Whether it holds of a row.</summary>
    /// <param name="row">The row, its moments to the millisecond.</param>
    public abstract bool Matches(RunIndexRow row);
}
