namespace Krewe.Storage;

/// <summary>What became of a write or delete of an object.</summary>
public enum ObjectWriteStatus
{
    /// <summary>Done and durable.</summary>
    Done,

    /// <summary>Nothing written: the object has another version than the one expected (0 when it is not there).</summary>
    Conflict,

    /// <summary>Nothing to delete.</summary>
    NotFound,
}
