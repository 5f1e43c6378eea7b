using System.Globalization;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>A list query in the store's terms, and the little that the store does not filter.</summary>
internal sealed class RunFilters
{
    private readonly string? _nameNot;
    private readonly string? _namespaceNot;
    private readonly DateTimeOffset? _startedAfter;
    private readonly DateTimeOffset? _startedBefore;

    private RunFilters(RunFilter stored, string? nameNot, string? namespaceNot, DateTimeOffset? startedAfter, DateTimeOffset? startedBefore)
    {
        Stored = stored;
        _nameNot = nameNot;
        _namespaceNot = namespaceNot;
        _startedAfter = startedAfter;
        _startedBefore = startedBefore;
    }

    public RunFilter Stored { get; }

    public static RunFilters Of(ListRunsQuery query, DateTimeOffset now)
    {
        var filter = new RunFilter
        {
            Namespace = query.Namespace.Length == 0 ? null : query.Namespace,
            Phases = [.. query.Phases.SelectMany(phase => phase == WorkflowPhase.Pending ? new[] { phase, WorkflowPhase.Unknown } : [phase])],
            Labels = Selectors.Labels(query.LabelSelector),
            CreatedFrom = query.CreatedAfter,
            FinishedBefore = query.FinishedBefore,
        };
        string? nameNot = null;
        string? namespaceNot = null;
        if (query.Name is { Length: > 0 } name)
        {
            switch (query.NameFilter)
            {
                case "Exact": filter = filter with { Name = name }; break;
                case "Contains": filter = filter with { NameContains = name }; break;
                case "Prefix": filter = filter with { NamePrefix = name }; break;
                case "NotEquals": nameNot = name; break;
                default: throw new KreweException(KreweErrorCode.InvalidArgument, $"unknown name filter '{query.NameFilter}'; use Exact, Contains, Prefix or NotEquals");
            }
        }

        if (query.NamePrefix is { Length: > 0 } prefix)
        {
            if (filter.NamePrefix is null || prefix.StartsWith(filter.NamePrefix, StringComparison.Ordinal))
            {
                filter = filter with { NamePrefix = prefix };
            }
            else if (!filter.NamePrefix.StartsWith(prefix, StringComparison.Ordinal))
            {
                // Nothing begins in two ways.
                filter = filter with { Name = "" };
            }
        }

        DateTimeOffset? startedAfter = null;
        DateTimeOffset? startedBefore = null;
        foreach (var term in Selectors.Fields(query.FieldSelector))
        {
            switch (term)
            {
                case ("metadata.name", "=", var value): filter = filter with { Name = value }; break;
                case ("metadata.name", "!=", var value): nameNot = value; break;
                case ("ext.showRemainingItemCount", "=", _): break;
                case ("metadata.namespace", "!=", var value): namespaceNot = value; break;
                // A selector narrows what the query asks for; it does not lead out of its namespace.
                case ("metadata.namespace", "=", var value): filter = filter.Namespace is null || filter.Namespace == value ? filter with { Namespace = value } : filter with { Name = "" }; break;
                case ("spec.startedAt", ">", var value): startedAfter = Selectors.Time(value); break;
                case ("spec.startedAt", "<", var value): startedBefore = Selectors.Time(value); break;
                default: throw new KreweException(KreweErrorCode.InvalidArgument, $"field selector '{term.Field}{term.Operator}' is not supported; metadata.name, metadata.namespace and spec.startedAt are");
            }
        }

        if (!string.IsNullOrWhiteSpace(query.Filter))
        {
            filter = RunFilterLanguage.Add(filter, query.Filter, new FilterContext(now, query.Me));
        }

        return new RunFilters(RunFolders.Within(filter, query.Places), nameNot, namespaceNot, startedAfter, startedBefore);
    }

    public static RunCursor? CursorOf(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var parts = token.Split('.', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new RunCursor(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1])
            : throw new KreweException(KreweErrorCode.InvalidArgument, "the continue token is not one of ours");
    }

    /// <summary>How many runs to leave out, when a token is Argo's: a number.</summary>
    public static int? OffsetOf(string? token) =>
        token is null || token.Contains('.', StringComparison.Ordinal) || !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? null : offset;

    public static string TokenOf(RunCursor cursor) => string.Create(CultureInfo.InvariantCulture, $"{cursor.At.UtcTicks}.{cursor.Uid}");

    /// <summary>Whether a row passes what the store does not filter.</summary>
    public bool Matches(RunIndexRow row) =>
        row.Name != _nameNot
        && row.Namespace != _namespaceNot
        && (_startedAfter is null || row.StartedAt > _startedAfter)
        && (_startedBefore is null || row.StartedAt < _startedBefore);

    /// <summary>Whether a row passes what the store filters in lists, for rows that came by another way.</summary>
    public bool MatchesStored(RunIndexRow row) => Stored.Matches(row);
}
