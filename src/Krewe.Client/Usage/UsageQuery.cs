namespace Krewe.Client;

/// <summary>Which usage, and what it is told apart by.</summary>
public sealed record UsageQuery
{
    /// <summary>Most groupings of a question.</summary>
    public const int MostGroupings = 3;

    /// <summary>Most groups of an answer.</summary>
    public const int MostGroups = 10_000;

    /// <summary>Days asked for where no first day is said.</summary>
    public const int UsualDays = 30;

    /// <summary>The first day (UTC). Default: so that there are <see cref="UsualDays"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day (UTC), which is part of the answer. Default: today.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What it is told apart by: see <see cref="UsageGroupings"/>. Without any, there is the total alone.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>A namespace, or <see cref="Client.Namespaces.All"/>.</summary>
    public string Namespace { get; init; } = Client.Namespaces.All;

    /// <summary>The filter language of runs, of which usage knows <c>namespace</c>, <c>folder</c>, <c>template</c>, <c>cluster-template</c>, <c>cron</c>, <c>creator</c> and <c>label</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>Who <c>creator:me</c> is, as runs name their creators; null when that is not known.</summary>
    public string? Me { get; init; }

    /// <summary>Most groups of the answer; 0 for 1,000. Its total is of all.</summary>
    public int Limit { get; init; }

    /// <summary>Only of these namespaces, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>Only of runs that lay in one of these places, besides what else is asked for; null for no bound.</summary>
    public IReadOnlyList<FolderPlace>? Places { get; init; }
}
