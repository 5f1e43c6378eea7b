namespace Krewe.Storage;

/// <summary>One change of an object for a watch.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Key">The object.</param>
/// <param name="Object">The object as it is now; null when it was deleted.</param>
public sealed record ObjectChange(long Version, ObjectKey Key, StoredObject? Object);
