namespace Krewe.Storage;

/// <summary>The store cannot work: the message says why in words for the person who runs it.</summary>
public class StorageException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StorageException()
        : this("the store cannot work")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong and what would help.</param>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong and what would help.</param>
    /// <param name="innerException">The cause.</param>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
