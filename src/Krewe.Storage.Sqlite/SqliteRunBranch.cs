namespace Krewe.Storage.Sqlite;

/// <summary>One of the ranges of an index that together are what a filter asks for, and that have no row in common.</summary>
/// <param name="Phase">The phase; null for any.</param>
/// <param name="Template">The name of the template, if the filter asks for one of either kind.</param>
/// <param name="IsClusterTemplate">Which kind of template this range is of.</param>
internal readonly record struct SqliteRunBranch(string? Phase, string? Template, bool IsClusterTemplate)
{
    public static IReadOnlyList<SqliteRunBranch> Of(RunFilter filter)
    {
        var phases = filter.Phases.Count == 0 ? [null] : filter.Phases.Distinct(StringComparer.Ordinal).Cast<string?>();
        bool[] kinds = filter.Template is null ? [false] : [false, true];
        return [.. phases.SelectMany(phase => kinds.Select(kind => new SqliteRunBranch(phase, filter.Template, kind)))];
    }
}
