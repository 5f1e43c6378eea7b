using System.Globalization;
using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine.Cron;

/// <summary>What happens to the stored cron workflow: each change gives the object after it.</summary>
public static class CronStatusChanges
{
    internal const string StoppedPhase = "Stopped";

    private const string SpecErrorCondition = "SpecError";
    private const string SubmissionErrorCondition = "SubmissionError";

    /// <summary>Notes the version that a user wrote last.</summary>
    public static CronWorkflow WithUserVersion(this CronWorkflow cron, string version) =>
        cron with { Metadata = cron.Metadata with { Annotations = With(cron.Metadata.Annotations, CronNames.UserVersionAnnotation, version) } };

    /// <summary>Notes the schedules it is run by.</summary>
    public static CronWorkflow WithLastUsedSchedule(this CronWorkflow cron, string schedule) =>
        cron with { Metadata = cron.Metadata with { Annotations = With(cron.Metadata.Annotations, CronNames.LastUsedScheduleAnnotation, schedule) } };

    /// <summary>A run was started for a slot.</summary>
    public static CronWorkflow WithStarted(this CronWorkflow cron, CronChild child, DateTimeOffset slot)
    {
        var status = Status(cron);
        var active = (status.Active ?? []).Where(entry => Uid(entry) != child.Uid).Append(Reference(child));
        return cron with
        {
            Status = status with
            {
                Active = [.. active],
                LastScheduledTime = status.LastScheduledTime > slot ? status.LastScheduledTime : slot,
                Phase = status.Phase == StoppedPhase ? StoppedPhase : "Active",
                Conditions = Without(status.Conditions, SubmissionErrorCondition),
            },
        };
    }

    /// <summary>It has come to its end.</summary>
    public static CronWorkflow WithStop(this CronWorkflow cron) => cron with
    {
        Metadata = cron.Metadata with { Labels = With(cron.Metadata.Labels, CronNames.CompletedLabel, "true") },
        Status = Status(cron) with { Phase = StoppedPhase },
    };

    /// <summary>Its definition is wrong; null when it is right.</summary>
    public static CronWorkflow WithSpecError(this CronWorkflow cron, string? message)
    {
        var status = Status(cron);
        return cron with { Status = status with { Conditions = With(status.Conditions, SpecErrorCondition, message) } };
    }

    /// <summary>A run could not be started: counts as a failed one.</summary>
    public static CronWorkflow WithSubmissionError(this CronWorkflow cron, string message)
    {
        var status = Status(cron);
        return cron with { Status = status with { Conditions = With(status.Conditions, SubmissionErrorCondition, message), Failed = status.Failed + 1 } };
    }

    /// <summary>
    /// Brings the active runs up to date: those that ended are counted and leave, those that are gone leave, live ones that are not known come in.
    /// The same children a second time change nothing.
    /// </summary>
    /// <param name="cron">The cron workflow.</param>
    /// <param name="children">Its runs as they are now.</param>
    /// <param name="now">The present moment.</param>
    public static CronWorkflow WithChildren(this CronWorkflow cron, IReadOnlyCollection<CronChild> children, DateTimeOffset now)
    {
        var known = children.ToDictionary(child => child.Uid, StringComparer.Ordinal);
        var status = Status(cron);
        var before = status.Active ?? [];
        var active = new List<JsonElement>(before.Count);
        foreach (var entry in before)
        {
            if (!known.TryGetValue(Uid(entry), out var child))
            {
                continue;
            }

            if (!WorkflowPhase.IsCompleted(child.Phase))
            {
                active.Add(entry);
                continue;
            }

            status = child.Phase == WorkflowPhase.Succeeded ? status with { Succeeded = status.Succeeded + 1 } : status with { Failed = status.Failed + 1 };
        }

        var held = before.Select(Uid).ToHashSet(StringComparer.Ordinal);
        active.AddRange(children.Where(child => !WorkflowPhase.IsCompleted(child.Phase) && !held.Contains(child.Uid)).Select(Reference));
        var counted = cron with { Status = status with { Active = active } };
        return status.Phase != StoppedPhase && HasCounted(cron, counted) && Stops(counted, now) ? counted.WithStop() : counted;
    }

    private static bool HasCounted(CronWorkflow before, CronWorkflow after) =>
        (before.Status?.Succeeded ?? 0, before.Status?.Failed ?? 0) != (after.Status!.Succeeded ?? 0, after.Status.Failed ?? 0);

    private static bool Stops(CronWorkflow cron, DateTimeOffset now)
    {
        try
        {
            return CronGate.StopReached(cron, now);
        }
        catch (Expressions.ExpressionException)
        {
            // Said at the next slot, which evaluates it again and has a condition for it.
            return false;
        }
    }

    private static CronWorkflowStatus Status(CronWorkflow cron)
    {
        var status = cron.Status ?? new CronWorkflowStatus();
        return status with { Succeeded = status.Succeeded ?? 0, Failed = status.Failed ?? 0 };
    }

    private static JsonElement Reference(CronChild child) => JsonSerializer.SerializeToElement(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["apiVersion"] = "argoproj.io/v1alpha1",
            ["kind"] = nameof(Workflow),
            ["name"] = child.Name,
            ["namespace"] = child.Namespace,
            ["resourceVersion"] = child.Version.ToString(CultureInfo.InvariantCulture),
            ["uid"] = child.Uid,
        },
        ModelJson.Default.DictionaryStringString);

    private static string Uid(JsonElement reference) => reference.TryGetProperty("uid", out var uid) ? uid.GetString() ?? "" : "";

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? map, string key, string value) =>
        new(map ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [key] = value };

    private static IReadOnlyList<Condition>? With(IReadOnlyList<Condition>? conditions, string type, string? message)
    {
        var others = Without(conditions, type);
        return message is null ? others : [.. others ?? [], new Condition { Type = type, Status = "True", Message = message }];
    }

    private static IReadOnlyList<Condition>? Without(IReadOnlyList<Condition>? conditions, string type) =>
        conditions?.Where(condition => condition.Type != type).ToList() is { Count: > 0 } others ? others : null;
}
