namespace Krewe.Storage;

/// <summary>Identity of a cron workflow in the slot ledger.</summary>
/// <param name="Uid">Its uid: one that is deleted and made again begins a new ledger.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
public readonly record struct CronKey(string Uid, string Namespace, string Name);
