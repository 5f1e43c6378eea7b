namespace Krewe.Model.Schedules;

/// <summary>What becomes of slots that were due while no engine ran.</summary>
public enum CatchUpPolicy
{
    /// <summary>The last one is run if it is within <c>startingDeadlineSeconds</c>, as in Argo.</summary>
    Last,

    /// <summary>None is run.</summary>
    None,

    /// <summary>All are run, the newest up to a limit, in order; under <c>Forbid</c> one after the other.</summary>
    All,
}
