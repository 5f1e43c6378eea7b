namespace Krewe.Model;

/// <summary>How many ended runs are kept, the newest first; null: all (<c>retentionPolicy</c> of Argo's controller).</summary>
public sealed record RetentionPolicy
{
    /// <summary>Of those that succeeded.</summary>
    public int? Completed { get; init; }

    /// <summary>Of those that failed.</summary>
    public int? Failed { get; init; }

    /// <summary>Of those that ended with an error.</summary>
    public int? Errored { get; init; }
}
