namespace Krewe.Storage;

/// <summary>Bytes of one stored record cannot be read: they are damaged, or of a later version. Other records are not concerned.</summary>
public sealed class DamagedRecordException : StorageException
{
    /// <summary>Creates the exception.</summary>
    public DamagedRecordException()
        : this("a stored record is damaged")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong with the record.</param>
    public DamagedRecordException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong with the record.</param>
    /// <param name="innerException">The cause.</param>
    public DamagedRecordException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
