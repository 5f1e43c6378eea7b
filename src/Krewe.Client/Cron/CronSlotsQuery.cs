namespace Krewe.Client;

/// <summary>Which slots of a cron workflow.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
public sealed record CronSlotsQuery(string Namespace, string Name)
{
    /// <summary>Only those due before this moment: the <see cref="CronSlotPage.Continue"/> of the page before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>At most so many; 0 leaves it to the engine.</summary>
    public int Limit { get; init; }
}
