namespace Krewe.Grains;

/// <summary>Answer to the wish to start the run of a slot.</summary>
/// <param name="Uid">Uid of the run, also when it was there already; null when there is none.</param>
/// <param name="Version">Its resource version.</param>
/// <param name="Error">Why there is none.</param>
public sealed record CronStart(string? Uid, long Version, string? Error);
