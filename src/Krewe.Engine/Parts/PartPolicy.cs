using System.Text.Json;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>Which nodes of a run become parts with logs of their own. Pure.</summary>
internal sealed class PartPolicy(RunWork work)
{
    private SubtreeSize? _sizes;
    private bool? _isWhole;

    /// <summary>Whether the execution is to be a part.</summary>
    public bool Splits(Invocation invocation)
    {
        var template = invocation.Template!;
        if (template is { Steps: null, Dag: null } || invocation.Plan is { IsPartRoot: true } or { OnExit: true } or { Depth: 1 })
        {
            return false;
        }

        var wish = template.Annotations?.GetValueOrDefault(RunParts.Annotation);
        var threshold = work.State.Config.PartThreshold;
        return wish != RunParts.Never
            && (wish == RunParts.Always || (threshold > 0 && (_sizes ??= new SubtreeSize(work)).Of(template, invocation.Inner, invocation.Inputs, threshold) > threshold))
            && !MustStayWhole;
    }

    // What counts or collects over the nodes of the whole run needs them in one place.
    private bool MustStayWhole => _isWhole ??= work.Spec is { Parallelism: not null } or { VolumeClaimTemplates.Count: > 0 } or { ArtifactGC: not null }
        || Templates().Any(template => template.Daemon == true || template.Outputs?.Artifacts?.Any(artifact => artifact.ArtifactGC is not null) == true)
        || JsonSerializer.Serialize(work.Spec, EngineJson.Plain.WorkflowSpec).Contains("workflow.failures", StringComparison.Ordinal);

    private IEnumerable<Template> Templates() => (work.Spec.Templates ?? [])
        .Concat(work.State.KnownTemplates.Values.SelectMany(known => known.Spec.Templates ?? []))
        .Concat(work.State.KnownClusterTemplates.Values.SelectMany(known => known.Spec.Templates ?? []));
}
