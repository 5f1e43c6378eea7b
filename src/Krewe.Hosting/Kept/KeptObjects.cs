using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Executors;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>The objects that this engine keeps itself, as JSON: runs, definitions, config maps. What a cluster's API server is to <c>kubectl</c>.</summary>
internal sealed class KeptObjects(Func<WorkflowService> workflows, IRunQueries queries, IObjectStore objects, TimeProvider time)
{
    private const int LargestPage = 500;
    private const string ConfigMapKind = LocalConfigMaps.Kind;

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(Workflow)] = nameof(Workflow),
        ["workflows"] = nameof(Workflow),
        ["wf"] = nameof(Workflow),
        [nameof(WorkflowTemplate)] = nameof(WorkflowTemplate),
        ["workflowtemplates"] = nameof(WorkflowTemplate),
        ["wftmpl"] = nameof(WorkflowTemplate),
        [nameof(ClusterWorkflowTemplate)] = nameof(ClusterWorkflowTemplate),
        ["clusterworkflowtemplates"] = nameof(ClusterWorkflowTemplate),
        ["clusterwftmpl"] = nameof(ClusterWorkflowTemplate),
        ["cwft"] = nameof(ClusterWorkflowTemplate),
        [nameof(CronWorkflow)] = nameof(CronWorkflow),
        ["cronworkflows"] = nameof(CronWorkflow),
        ["cronwf"] = nameof(CronWorkflow),
        ["cwf"] = nameof(CronWorkflow),
        [nameof(WorkflowEventBinding)] = nameof(WorkflowEventBinding),
        ["workfloweventbindings"] = nameof(WorkflowEventBinding),
        ["wfeb"] = nameof(WorkflowEventBinding),
        [ConfigMapKind] = ConfigMapKind,
        ["configmaps"] = ConfigMapKind,
        ["cm"] = ConfigMapKind,
    };

    /// <summary>The kind as manifests write it, from any name that kubectl knows it by.</summary>
    /// <exception cref="ResourceFault">It is kept by a Kubernetes cluster only.</exception>
    public static string KindOf(string word)
    {
        var plain = word.Split('.')[0];
        return Kinds.TryGetValue(plain, out var kind)
            ? kind
            : throw new ResourceFault($"a {word} is an object of a Kubernetes cluster, and this engine runs without one; without a cluster it keeps: {string.Join(", ", Kinds.Values.Distinct())}", needsCluster: true);
    }

    /// <summary>Namespace under which objects of the kind are kept.</summary>
    public static string NamespaceOf(string kind, string @namespace) => kind == nameof(ClusterWorkflowTemplate) ? "" : @namespace;

    /// <summary>The object, or null.</summary>
    public async Task<KeptObject?> GetAsync(string kind, string @namespace, string name, CancellationToken cancellationToken)
    {
        JsonNode? content;
        if (kind == nameof(Workflow))
        {
            var row = await queries.GetByNameAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
            content = row is null ? null : JsonSerializer.SerializeToNode(await workflows().GetAsync(new RunRef(@namespace, name, row.Uid), cancellationToken).ConfigureAwait(false), ModelJson.Default.Workflow);
        }
        else
        {
            var stored = await objects.GetAsync(KeyOf(kind, @namespace, name), cancellationToken).ConfigureAwait(false);
            content = stored is null ? null : JsonNode.Parse(stored.Payload.Span);
        }

        return content is JsonObject map ? new KeptObject(kind, NamespaceOf(kind, @namespace), name, map) : null;
    }

    /// <summary>Names of the objects that a label selector picks.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string kind, string @namespace, string selector, CancellationToken cancellationToken)
    {
        var labels = Selectors.Labels(selector);
        return kind == nameof(Workflow)
            ? [.. (await queries.ListAsync(new RunFilter { Namespace = @namespace, Labels = labels }, null, LargestPage, cancellationToken).ConfigureAwait(false)).Rows.Select(row => row.Name)]
            : [.. (await objects.ListAsync(new ObjectFilter(kind) { Namespace = NamespaceOf(kind, @namespace), Labels = labels }, null, LargestPage, cancellationToken).ConfigureAwait(false)).Select(item => item.Key.Name)];
    }

    /// <summary>Makes an object whose name and uid are set already; the same object made before is found again.</summary>
    /// <exception cref="ResourceFault">The name is another one's.</exception>
    public async Task<KeptObject> CreateAsync(KeptObject wanted, NodeWork work, CancellationToken cancellationToken)
    {
        if (await GetAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false) is { } there)
        {
            return there.Uid == wanted.Uid ? there : throw new ResourceFault($"{wanted} already exists");
        }

        switch (wanted.Kind)
        {
            case nameof(Workflow):
                await workflows().StartForAsync(work, Read<Workflow>(wanted), cancellationToken).ConfigureAwait(false);
                break;
            case ConfigMapKind:
                await PutConfigMapAsync(wanted, expectedVersion: 0, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await workflows().CreateResourceAsync(wanted.Namespace, Definition(wanted), wanted.Uid, cancellationToken).ConfigureAwait(false);
                break;
        }

        return await GetAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false) ?? wanted;
    }

    /// <summary>Replaces an object that is there.</summary>
    public async Task<KeptObject> UpdateAsync(KeptObject old, KeptObject wanted, CancellationToken cancellationToken)
    {
        switch (wanted.Kind)
        {
            case nameof(Workflow):
                await workflows().ChangeRunAsync(Read<Workflow>(old), Read<Workflow>(wanted), cancellationToken).ConfigureAwait(false);
                break;
            case ConfigMapKind:
                await PutConfigMapAsync(wanted, expectedVersion: null, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await workflows().UpdateResourceAsync(wanted.Namespace, Definition(wanted), cancellationToken).ConfigureAwait(false);
                break;
        }

        return await GetAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false) ?? wanted;
    }

    /// <summary>Deletes an object; one that is not there is gone already.</summary>
    public async Task DeleteAsync(string kind, string @namespace, string name, CancellationToken cancellationToken)
    {
        if (kind == ConfigMapKind)
        {
            await objects.DeleteAsync(KeyOf(kind, @namespace, name), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        else if (kind != nameof(Workflow))
        {
            if (await GetAsync(kind, @namespace, name, cancellationToken).ConfigureAwait(false) is not null)
            {
                await workflows().DeleteResourceAsync(new ResourceRef(Enum.Parse<ResourceKind>(kind), @namespace, name), cancellationToken).ConfigureAwait(false);
            }
        }
        else if (await queries.GetByNameAsync(@namespace, name, cancellationToken).ConfigureAwait(false) is { } row)
        {
            await workflows().DeleteAsync(new RunRef(@namespace, name, row.Uid), new DeleteOptions(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the objects that belong to a deleted run; runs are the service's own matter.</summary>
    public async Task DeleteOwnedAsync(string ownerUid, CancellationToken cancellationToken)
    {
        foreach (var kind in Kinds.Values.Distinct().Where(kind => kind != nameof(Workflow)))
        {
            var owned = await objects.ListAsync(new ObjectFilter(kind) { Labels = [LabelRequirement.Is(ChildRuns.ParentUidLabel, ownerUid)] }, null, LargestPage, cancellationToken).ConfigureAwait(false);
            foreach (var item in owned)
            {
                await DeleteAsync(kind, item.Key.Namespace, item.Key.Name, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ObjectKey KeyOf(string kind, string @namespace, string name) => new(kind, NamespaceOf(kind, @namespace), name);

    // As leniently as an API server, which ignores what it does not know.
    private static T Read<T>(KeptObject wanted)
        where T : ArgoResource
    {
        var read = ManifestReader.Lenient.Read(wanted.Content.ToJsonString());
        return read.Diagnostics.FirstOrDefault(item => item.Severity == Severity.Error) is { } wrong ? throw new ResourceFault($"{wanted}: {wrong.Path}: {wrong.Message}")
            : read.Of<T>().FirstOrDefault() ?? throw new ResourceFault($"{wanted} is no {typeof(T).Name}");
    }

    private static ArgoResource Definition(KeptObject wanted) => wanted.Kind switch
    {
        nameof(WorkflowTemplate) => Read<WorkflowTemplate>(wanted),
        nameof(ClusterWorkflowTemplate) => Read<ClusterWorkflowTemplate>(wanted),
        nameof(CronWorkflow) => Read<CronWorkflow>(wanted),
        _ => Read<WorkflowEventBinding>(wanted),
    };

    private async Task PutConfigMapAsync(KeptObject map, long? expectedVersion, CancellationToken cancellationToken)
    {
        var content = (JsonObject)map.Content.DeepClone();
        var metadata = (JsonObject)content["metadata"]!;
        metadata["creationTimestamp"] ??= time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var labels = (metadata["labels"] as JsonObject)?.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal);
        var result = await objects.PutAsync(KeyOf(map.Kind, map.Namespace, map.Name), JsonSerializer.SerializeToUtf8Bytes(content), labels, expectedVersion, cancellationToken).ConfigureAwait(false);
        if (result.Status != ObjectWriteStatus.Done)
        {
            throw new ResourceFault($"{map} was changed by somebody else at the same moment");
        }

        await workflows().ConfigMapChangedAsync().ConfigureAwait(false);
    }
}
