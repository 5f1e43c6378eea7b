using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    public IReadOnlyList<string> OwnedClaims => (Spec.VolumeClaimTemplates ?? []).Select(claim => $"{State.Name}-{claim.Metadata?.Name}").ToList();

    /// <summary>The volumes that a template mounts and does not bring along itself.</summary>
    public IReadOnlyList<Volume> VolumesFor(Template template, TagScope scope)
    {
        var known = (Spec.Volumes ?? []).Concat(State.PersistentVolumeClaims ?? []).ToList();
        if (known.Count == 0)
        {
            return [];
        }

        var mounted = new HashSet<string>();
        IEnumerable<Container?> containers = [template.Container, template.Script, .. template.ContainerSet?.Containers ?? [], .. template.Sidecars ?? [], .. template.InitContainers ?? []];
        foreach (var mount in containers.SelectMany(c => c?.VolumeMounts ?? []).Concat(template.ContainerSet?.VolumeMounts ?? []))
        {
            mounted.Add(mount.Name ?? "");
        }

        var own = (template.Volumes ?? []).Select(v => v.Name).ToHashSet();
        return known
            .Where(v => mounted.Contains(v.Name ?? "") && !own.Contains(v.Name))
            .Select(v => Render.Lenient(v, scope, EngineJson.Plain.Volume))
            .ToList();
    }

    private IReadOnlyList<Volume>? ClaimVolumes()
    {
        if (Spec.VolumeClaimTemplates is not { Count: > 0 } claims || State.PersistentVolumeClaims is not null)
        {
            return null;
        }

        return claims
            .Select(claim => new Volume { Name = claim.Metadata?.Name, PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = $"{State.Name}-{claim.Metadata?.Name}" } })
            .ToList();
    }

    public string ArchiveKeyPrefix(string podName)
    {
        var format = State.Config.ArtifactKeyFormat;
        if (string.IsNullOrEmpty(format))
        {
            // Two parts may have pods of the same name: they know nothing of each other's.
            return State.Config.Part is null ? $"{State.Name}/{podName}" : $"{State.Name}/{State.Uid[State.RunUid.Length..].Trim('~')}/{podName}";
        }

        return Render.LenientText(format, new TagScope(new Dictionary<string, object?> { ["pod.name"] = podName }, Globals));
    }
}
