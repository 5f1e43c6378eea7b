using System.Globalization;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Rows of lists, their orders, and the texts that stand for places in them.</summary>
internal static class RunRows
{
    private static readonly Dictionary<string, RunOrder> Orders = new(StringComparer.Ordinal)
    {
        ["-created"] = RunOrder.Newest,
        ["created"] = RunOrder.Oldest,
        ["-finished"] = RunOrder.FinishedLast,
        ["finished"] = RunOrder.FinishedFirst,
        ["name"] = RunOrder.NameUp,
        ["-name"] = RunOrder.NameDown,
    };

    public static RunOrder OrderOf(string? sort) => Orders.TryGetValue(sort ?? "-created", out var order)
        ? order
        : throw new KreweException(KreweErrorCode.InvalidArgument, $"sort: \"{sort}\" is none of {string.Join(", ", Orders.Keys)}");

    public static RunRow Of(RunIndexRow row, DateTimeOffset now) => new()
    {
        Uid = row.Uid,
        Namespace = row.Namespace,
        Name = row.Name,
        Phase = PhaseOf(row.Phase),
        Message = row.Message,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        DurationSeconds = row.StartedAt is { } started ? Math.Round(Math.Max(0, ((row.FinishedAt ?? now) - started).TotalSeconds), 3) : null,
        Progress = row.Progress,
        Priority = row.Priority,
        Suspended = row.Suspended,
        Creator = row.Creator,
        Folder = row.Folder,
        WorkflowTemplate = row.WorkflowTemplate,
        ClusterWorkflowTemplate = row.ClusterWorkflowTemplate,
        CronWorkflow = row.CronWorkflow,
        Labels = row.Labels,
        Parameters = row.Parameters,
    };

    public static Dictionary<string, long> CountsOf(RunCounts counts) => counts.ByPhase
        .GroupBy(entry => PhaseOf(entry.Key), entry => entry.Value, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal);

    public static string TokenOf(RunCursor place, RunOrder order) =>
        PageTokens.Of(string.Create(CultureInfo.InvariantCulture, $"{order} {Moments.ToStored(place.At)} {place.Uid} {place.Name}"));

    public static RunCursor? PlaceOf(string? token, RunOrder order)
    {
        if (PageTokens.PartsOf(token, 4) is not [var name, var at, var uid, var runName])
        {
            return null;
        }

        return name == order.ToString()
            ? new RunCursor(PageTokens.MomentOf(at), uid, order is RunOrder.NameUp or RunOrder.NameDown ? runName : null)
            : throw new KreweException(KreweErrorCode.InvalidArgument, "cursor: it belongs to a list in another order");
    }

    /// <summary>The phase that a run is told to have.</summary>
    public static string PhaseOf(string phase) => phase.Length == 0 ? WorkflowPhase.Pending : phase;
}
