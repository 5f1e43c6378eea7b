namespace Krewe.Storage;

/// <summary>How a list of runs is ordered; uids order what is else equal, in the same direction.</summary>
public enum RunOrder
{
    /// <summary>By creation, the newest first.</summary>
    Newest,

    /// <summary>By creation, the oldest first.</summary>
    Oldest,

    /// <summary>By finish, the last first; runs that have not finished are left out.</summary>
    FinishedLast,

    /// <summary>By finish, the first first; runs that have not finished are left out.</summary>
    FinishedFirst,

    /// <summary>By name, upwards.</summary>
    NameUp,

    /// <summary>By name, downwards.</summary>
    NameDown,
}
