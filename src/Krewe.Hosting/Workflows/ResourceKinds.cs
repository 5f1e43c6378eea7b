using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Client;
using Krewe.Engine.Cron;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>How each stored kind is named and written.</summary>
internal sealed class ResourceKinds
{
    private static readonly ResourceKinds[] All =
    [
        new(ResourceKind.WorkflowTemplate, RunLookups.TemplateKind, "workflowtemplates", typeof(WorkflowTemplate), ModelJson.Default.WorkflowTemplate),
        new(ResourceKind.ClusterWorkflowTemplate, RunLookups.ClusterTemplateKind, "clusterworkflowtemplates", typeof(ClusterWorkflowTemplate), ModelJson.Default.ClusterWorkflowTemplate),
        new(ResourceKind.CronWorkflow, nameof(CronWorkflow), "cronworkflows", typeof(CronWorkflow), ModelJson.Default.CronWorkflow),
        new(ResourceKind.EventSource, nameof(EventSource), "eventsources", typeof(EventSource), ModelJson.Default.EventSource),
        new(ResourceKind.Sensor, nameof(Sensor), "sensors", typeof(Sensor), ModelJson.Default.Sensor),
        new(ResourceKind.WorkflowEventBinding, nameof(WorkflowEventBinding), "workfloweventbindings", typeof(WorkflowEventBinding), ModelJson.Default.WorkflowEventBinding),
    ];

    private readonly JsonTypeInfo _json;
    private readonly Type _type;

    private ResourceKinds(ResourceKind kind, string name, string plural, Type type, JsonTypeInfo json)
    {
        Kind = kind;
        Name = name;
        Plural = plural;
        _type = type;
        _json = json;
    }

    public ResourceKind Kind { get; }

    public string Name { get; }

    public string Plural { get; }

    public bool IsClusterWide => Kind == ResourceKind.ClusterWorkflowTemplate;

    public static ResourceKinds Of(ResourceKind kind) => Array.Find(All, item => item.Kind == kind) ?? throw NotServed(kind.ToString());

    public static ResourceKinds Of(ArgoResource resource) => Array.Find(All, item => item._type == resource.GetType()) ?? throw NotServed(resource.GetType().Name);

    /// <summary>A stored object as it is shown.</summary>
    public static ArgoResource Versioned(ArgoResource resource, long version)
    {
        var metadata = resource.Metadata with { ResourceVersion = version.ToString(CultureInfo.InvariantCulture) };
        if (UserVersion(resource) is not null)
        {
            var shown = metadata.Annotations!.Where(entry => entry.Key != CronNames.UserVersionAnnotation).ToDictionary(StringComparer.Ordinal);
            metadata = metadata with { Annotations = shown.Count == 0 ? null : shown };
        }

        return resource with { Metadata = metadata };
    }

    /// <summary>The version that a user wrote last, if the engine wrote after it; null when the stored version is that.</summary>
    public static long? UserVersion(ArgoResource resource) =>
        resource is CronWorkflow && resource.Metadata.Annotations?.GetValueOrDefault(CronNames.UserVersionAnnotation) is { } text
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    public ObjectKey KeyOf(string @namespace, string name) => new(Name, IsClusterWide ? "" : @namespace, name);

    public byte[] Serialize(ArgoResource resource) => JsonSerializer.SerializeToUtf8Bytes(resource, _json);

    public ArgoResource Deserialize(ReadOnlySpan<byte> payload) => (ArgoResource)(JsonSerializer.Deserialize(payload, _json) ?? throw new StorageException($"a stored {Name} is empty"));

    private static KreweException NotServed(string kind) => new(KreweErrorCode.Unimplemented, $"this engine stores no {kind}");
}
