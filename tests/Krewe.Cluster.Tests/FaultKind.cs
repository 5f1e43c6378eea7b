namespace Krewe.Cluster.Tests;

/// <summary>What a campaign does to a cluster.</summary>
internal enum FaultKind
{
    /// <summary>One silo is killed and started again.</summary>
    Killed,

    /// <summary>One silo is killed, and away for longer than its steps are waited for.</summary>
    KilledAndAwayForLong,

    /// <summary>All silos are killed at once and started again.</summary>
    AllKilled,

    /// <summary>One silo stops for a moment, too short to be missed.</summary>
    Frozen,

    /// <summary>One silo is frozen until its runs are elsewhere, and then acts for them beside their new owner until it hears that it is dead.</summary>
    FrozenUntilTakenOver,

    /// <summary>One silo is stopped as a service manager does, and started again.</summary>
    Stopped,

    /// <summary>All silos are stopped and started again, one after the other.</summary>
    RolledOver,

    /// <summary>The database ends without a word and recovers from its log.</summary>
    DatabaseCrashed,

    /// <summary>A process of the database is killed; the database ends all sessions and recovers.</summary>
    DatabaseProcessKilled,

    /// <summary>The connections of one silo to the database break, and cannot be made again for a while.</summary>
    CutFromDatabase,

    /// <summary>Nothing passes between one silo and the database for a while, and then what was sent arrives late.</summary>
    HeldUpToDatabase,
}
