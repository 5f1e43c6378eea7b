namespace Krewe.Engine.Cron;

/// <summary>A run of a cron workflow as its cron workflow sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Version">Its resource version.</param>
public sealed record CronChild(string Name, string Namespace, string Uid, string Phase, long Version);
