using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Cli.Manifests;

/// <summary>Checks manifests as creating them would, with templates from the files and, if one is up, from an engine.</summary>
internal sealed class Linter(IWorkflowService? engine, string @namespace)
{
    public async Task<LintResult> LintAsync(ManifestSet set, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken)
    {
        var structure = set.Diagnostics.Where(diagnostic => HolderOf(diagnostic, set) is not { } holder || kinds.Contains(holder.Kind)).ToList();
        var findings = structure.Select(diagnostic => Finding(diagnostic, kind: null)).ToList();
        var resources = set.Resources.Where(resource => resource.Argo is not null && kinds.Contains(resource.Kind)).ToList();

        // A file whose structure is wrong is not also told what follows from that.
        var broken = structure.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Location.File).ToHashSet(StringComparer.Ordinal);
        var templates = new TemplateLookup(await KnownTemplatesAsync(set, cancellationToken).ConfigureAwait(false));
        foreach (var resource in resources.Where(resource => !broken.Contains(resource.Source.Start.File)))
        {
            var errors = WorkflowValidator.Validate(resource.Argo!, templates, new ValidationOptions { Mode = ValidationMode.Lint });
            findings.AddRange(errors.Select(error => Finding(Diagnostic.Invalid(resource.Source, error.Path, error.Message), resource.Kind)));
        }

        return new LintResult(findings, resources.Count + broken.Count);
    }

    // The last resource of the file that begins before the place.
    private static ManifestResource? HolderOf(Diagnostic diagnostic, ManifestSet set) => set.Resources
        .Where(resource => resource.Source.Start is var start && start.File == diagnostic.Location.File
            && (start.Line, start.Column).CompareTo((diagnostic.Location.Line, diagnostic.Location.Column)) <= 0)
        .MaxBy(resource => (resource.Source.Start.Line, resource.Source.Start.Column));

    private static LintFinding Finding(Diagnostic diagnostic, string? kind) =>
        new(diagnostic.Location.File ?? "stdin", ManifestLoader.Convert(diagnostic), kind);

    private async Task<IEnumerable<ArgoResource>> KnownTemplatesAsync(ManifestSet set, CancellationToken cancellationToken)
    {
        var known = set.Resources.Select(resource => resource.Argo).Where(resource => resource is WorkflowTemplate or ClusterWorkflowTemplate).Cast<ArgoResource>().ToList();
        if (engine is null)
        {
            return known;
        }

        // What stands in the files is newer than what is stored under the same name.
        foreach (var kind in new[] { ResourceKind.WorkflowTemplate, ResourceKind.ClusterWorkflowTemplate })
        {
            var stored = await engine.ListResourcesAsync(new ListResourcesQuery { Kind = kind, Namespace = @namespace }, cancellationToken).ConfigureAwait(false);
            known.AddRange(stored.Items.Where(item => !known.Exists(other => other.GetType() == item.GetType() && other.Metadata.Name == item.Metadata.Name)));
        }

        return known;
    }
}
