namespace Krewe.Storage;

/// <summary>A write failed in a way that leaves open whether it is stored. The owner discards its state and reloads.</summary>
public sealed class CommitUncertainException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CommitUncertainException()
        : this("the outcome of the commit is not known")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public CommitUncertainException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public CommitUncertainException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
