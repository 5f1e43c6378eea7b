using System.Text.Json;
using Krewe.Engine;
using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Grains;

/// <summary>What a run looks like in the store: log records, snapshots, its row for lists, its document when it has ended.</summary>
public static class RunRecord
{
    /// <summary>Label that names the WorkflowTemplate a run came from.</summary>
    public const string TemplateLabel = "workflows.argoproj.io/workflow-template";

    /// <summary>Label that names the ClusterWorkflowTemplate a run came from.</summary>
    public const string ClusterTemplateLabel = "workflows.argoproj.io/cluster-workflow-template";

    /// <summary>Label that names the CronWorkflow that started a run.</summary>
    public const string CronLabel = "workflows.argoproj.io/cron-workflow";

    /// <summary>Parameter values beyond this length are not searchable: the row must stay small.</summary>
    private const int LongestSearchableValue = 256;

    public static byte[] Encode(IReadOnlyList<RunEvent> events) => EventCodec.Encode(events);

    public static byte[] EncodeSnapshot(RunState state) => Engine.RunSnapshot.Encode(state);

    /// <summary>A finished run is kept as its last state, so that it can be taken up again (a retry) as if it had never been away.</summary>
    public static byte[] EncodeDocument(RunState state) => Engine.RunSnapshot.Encode(state);

    /// <summary>What histories show of a finished run, as it is kept beside its document.</summary>
    public static byte[] EncodeSteps(RunState state) => StepSummaries.Encode(StepSummaries.Of(state.Name, [.. state.Nodes.Values.Select(node => node.ToStatus())]));

    /// <exception cref="DamagedRecordException">The document cannot be read.</exception>
    public static Workflow DecodeDocument(ReadOnlyMemory<byte> document) => WorkflowProjection.Of(ReadDocument(document));

    /// <summary>When the work of each node began, by node ID, as far as that is known.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> WorkStarts(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Nodes.Values.Where(node => node.BegunAt is not null).ToDictionary(node => node.Id, node => node.BegunAt!.Value, StringComparer.Ordinal);
    }

    /// <summary>The same out of the document of a finished run.</summary>
    /// <exception cref="DamagedRecordException">The document cannot be read.</exception>
    public static IReadOnlyDictionary<string, DateTimeOffset> DecodeWorkStarts(ReadOnlyMemory<byte> document) => WorkStarts(ReadDocument(document));

    /// <exception cref="DamagedRecordException">The document, the snapshot or a commit cannot be read.</exception>
    public static RunState Restore(StoredRun stored) => stored.Document is { } document
        ? ReadDocument(document)
        // A bare null would be taken for an empty snapshot.
        : Read(() => Engine.RunSnapshot.Decode(stored.Pages.Count > 0 ? stored.Pages[0].Payload : (ReadOnlyMemory<byte>?)null, [.. stored.Log.Select(record => record.Payload)]));

    private static RunState ReadDocument(ReadOnlyMemory<byte> document) => Read(() => Engine.RunSnapshot.Decode(document));

    private static RunState Read(Func<RunState> decode)
    {
        try
        {
            return decode();
        }
        catch (InvalidDataException damaged)
        {
            throw new DamagedRecordException($"a stored record is damaged: {damaged.Message}", damaged);
        }
    }

    /// <summary>What lists show of a run: all but its nodes and the templates it runs.</summary>
    private static Workflow Summarize(RunState state, NodeSums sums)
    {
        var workflow = WorkflowProjection.Of(state, withNodes: false, sums);
        return workflow with
        {
            Spec = workflow.Spec with { Templates = null, TemplateDefaults = null },
            Status = workflow.Status is { } status ? status with { StoredTemplates = null, StoredWorkflowTemplateSpec = null } : null,
        };
    }

    /// <summary>The run's row in lists.</summary>
    public static RunIndexRow IndexRow(RunState state, NodeSums sums)
    {
        var summary = Summarize(state, sums);
        var metadata = summary.Metadata;
        var labels = metadata.Labels ?? new Dictionary<string, string>();
        var status = summary.Status;
        return new RunIndexRow
        {
            Uid = metadata.Uid!,
            Namespace = metadata.Namespace!,
            Name = metadata.Name!,
            Phase = status?.Phase ?? "",
            WorkflowTemplate = labels.GetValueOrDefault(TemplateLabel),
            ClusterWorkflowTemplate = labels.GetValueOrDefault(ClusterTemplateLabel),
            CronWorkflow = labels.GetValueOrDefault(CronLabel),
            Folder = Folders.Of(metadata),
            CreatedAt = metadata.CreationTimestamp!.Value,
            StartedAt = status?.StartedAt,
            FinishedAt = status?.FinishedAt,
            ExpiresAt = Expiry(summary),
            Progress = status?.Progress ?? "",
            Message = status?.Message,
            Priority = summary.Spec.Priority ?? 0,
            Creator = labels.GetValueOrDefault("workflows.argoproj.io/creator"),
            Suspended = summary.Spec.Suspend == true,
            Labels = labels,
            Parameters = (summary.Spec.Arguments?.Parameters ?? [])
                .Where(parameter => parameter is { Name: not null, Value.Length: <= LongestSearchableValue })
                .DistinctBy(parameter => parameter.Name, StringComparer.Ordinal)
                .ToDictionary(parameter => parameter.Name!, parameter => parameter.Value!, StringComparer.Ordinal),
            Summary = JsonSerializer.SerializeToUtf8Bytes(summary, ModelJson.Default.Workflow),
        };
    }

    /// <summary>End of a finished run's time to live: the specific setting beats the general one, Error only knows the general one (Argo <c>ttlStrategy</c>).</summary>
    private static DateTimeOffset? Expiry(Workflow run)
    {
        if (run.Spec.TtlStrategy is not { } ttl || run.Status?.FinishedAt is not { } finished)
        {
            return null;
        }

        var seconds = run.Status.Phase switch
        {
            WorkflowPhase.Failed => ttl.SecondsAfterFailure ?? ttl.SecondsAfterCompletion,
            WorkflowPhase.Succeeded => ttl.SecondsAfterSuccess ?? ttl.SecondsAfterCompletion,
            _ => ttl.SecondsAfterCompletion,
        };
        return seconds is { } after ? finished.AddSeconds(after) : null;
    }
}
