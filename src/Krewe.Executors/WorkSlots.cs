namespace Krewe.Executors;

/// <summary>The places for steps on a machine.</summary>
/// <param name="Total">How many steps may run at once.</param>
/// <param name="Used">How many places are taken; more than there are when steps of an earlier engine were found running.</param>
/// <param name="Waiting">How many steps wait for one.</param>
public readonly record struct WorkSlots(int Total, int Used, int Waiting);
