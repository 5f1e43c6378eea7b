namespace Krewe.Engine;

/// <summary>A host that work can be given to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Room">Steps that it could begin now; below zero: so many wait there already.</param>
public sealed record HostRoom(string Name, int Room);
