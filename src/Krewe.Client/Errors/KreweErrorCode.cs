namespace Krewe.Client;

/// <summary>Kinds of failure; names and numbers are gRPC's.</summary>
public enum KreweErrorCode
{
    Cancelled = 1,
    Unknown = 2,
    /// <summary>The request can never succeed as it is: a bad manifest, a bad option.</summary>
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    /// <summary>A limit is passed; the same request may succeed later.</summary>
    ResourceExhausted = 8,
    /// <summary>The object is in a state that does not allow it, such as retrying a run that is not over.</summary>
    FailedPrecondition = 9,
    /// <summary>Somebody else changed the object in between.</summary>
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    /// <summary>The engine cannot be reached, or is going down.</summary>
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}
