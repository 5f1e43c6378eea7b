using System.Text;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;

namespace Krewe.Cli.Tests.Fakes;

internal sealed partial class FakeWorkflowService
{
    public Dictionary<(ResourceKind Kind, string Name), ArgoResource> Definitions { get; } = [];

    public Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceRoutes.KindOf(resource);
        Note($"create {kind} {@namespace}/{resource.Metadata.Name}");
        var stored = Stamped(resource, @namespace);
        return Definitions.TryAdd((kind, resource.Metadata.Name!), stored)
            ? Task.FromResult(stored)
            : throw KreweException.AlreadyExists(ResourceRoutes.Plural(kind), resource.Metadata.Name!);
    }

    public Task<ArgoResource> GetResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        Note($"get {resource.Kind} {resource.Namespace}/{resource.Name}");
        return Task.FromResult(Definitions.GetValueOrDefault((resource.Kind, resource.Name)) ?? throw KreweException.NotFound(ResourceRoutes.Plural(resource.Kind), resource.Name));
    }

    public Task<ResourceList> ListResourcesAsync(ListResourcesQuery query, CancellationToken cancellationToken = default)
    {
        Note($"list {query.Kind} {query.Namespace}");
        return Task.FromResult(new ResourceList { Items = [.. Definitions.Where(pair => pair.Key.Kind == query.Kind).Select(pair => pair.Value)] });
    }

    public Task<ArgoResource> UpdateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        var kind = ResourceRoutes.KindOf(resource);
        Note($"update {kind} {@namespace}/{resource.Metadata.Name}");
        Definitions[(kind, resource.Metadata.Name!)] = Stamped(resource, @namespace);
        return Task.FromResult(Definitions[(kind, resource.Metadata.Name!)]);
    }

    public Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default)
    {
        Note($"delete {resource.Kind} {resource.Name}");
        return Definitions.Remove((resource.Kind, resource.Name)) ? Task.CompletedTask : throw KreweException.NotFound(ResourceRoutes.Plural(resource.Kind), resource.Name);
    }

    public Task<ArgoResource> LintResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default)
    {
        Note($"lint {ResourceRoutes.KindOf(resource)}");
        return Task.FromResult(resource);
    }

    public Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default)
    {
        Note($"cron {name} {(suspended ? "suspended" : "resumed")}");
        var cron = (CronWorkflow)Definitions[(ResourceKind.CronWorkflow, name)];
        return Task.FromResult(cron with { Spec = cron.Spec with { Suspend = suspended } });
    }

    /// <summary>The ledger that <c>cron slots</c> shows.</summary>
    public CronSlotPage Slots { get; set; } = new() { Items = [], Totals = new Dictionary<string, long>(), Upcoming = [] };

    public Task<CronSlotPage> ListCronSlotsAsync(CronSlotsQuery query, CancellationToken cancellationToken = default)
    {
        Note($"slots {query.Namespace}/{query.Name} {query.Limit}");
        return Task.FromResult(Slots with { Items = [.. Slots.Items.Where(slot => !(slot.DueAt >= query.Before))] });
    }

    public Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(RunRef run, CancellationToken cancellationToken = default) => Task.FromResult(ArtifactEntries.Of(Find(run)));

    public Task<UploadedArtifact> UploadArtifactAsync(ArtifactUpload upload, Stream content, CancellationToken cancellationToken = default) =>
        Task.FromResult(new UploadedArtifact(upload.ArtifactName, $"uploads/{upload.Namespace}/{upload.FileName}"));

    public Task<ArtifactContent> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default)
    {
        Find(artifact.Run);
        var bytes = Encoding.UTF8.GetBytes($"{artifact.NodeId}/{artifact.Name}/{artifact.IsInput}");
        return Task.FromResult(new ArtifactContent(new MemoryStream(bytes), artifact.Name + ".tgz", "application/gzip", bytes.Length));
    }

    private static ArgoResource Stamped(ArgoResource resource, string @namespace) =>
        resource with { Metadata = resource.Metadata with { Namespace = @namespace, CreationTimestamp = Created, ResourceVersion = "1" } };
}
