namespace Krewe.Model.Validation.Dag;

/// <summary>What a task's condition asks of another task.</summary>
public enum DependencyKind
{
    /// <summary>Its result as a whole.</summary>
    Task = 0,

    /// <summary>The results of its items (<c>AnySucceeded</c>, <c>AllFailed</c>), so it must be a loop.</summary>
    Items = 1,
}
