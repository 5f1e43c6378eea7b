namespace Krewe.Client;

/// <summary>A change that a door refused.</summary>
/// <param name="Action">What was asked.</param>
/// <param name="Kind">Kind of the object.</param>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Name">Its name; empty when it has none yet.</param>
/// <param name="Message">Why it was refused.</param>
public sealed record RefusedChange(string Action, string Kind, string Namespace, string Name, string Message);
