namespace Krewe.Expressions.Depends;

/// <summary>What of a task a <c>depends</c> may ask for.</summary>
public enum DependsResult
{
    Succeeded,
    Failed,
    Errored,
    Skipped,
    Omitted,
    Daemoned,

    /// <summary>Any task of a loop succeeded.</summary>
    AnySucceeded,

    /// <summary>Every task of a loop failed.</summary>
    AllFailed,
}
