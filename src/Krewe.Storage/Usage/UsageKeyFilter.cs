namespace Krewe.Storage;

/// <summary>Whose usage counts.</summary>
/// <param name="Parts">The parts of keys that it depends on.</param>
/// <param name="Matches">
/// Whether usage of a key counts. It is asked of every key of the namespace, whenever there was usage of it, and in some stores again when a read
/// is repeated; of places alone where <see cref="UsageSumQuery.IsOfPlaces"/>.
/// </param>
public sealed record UsageKeyFilter(UsageParts Parts, Func<UsageKey, bool> Matches);
