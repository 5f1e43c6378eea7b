using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Manifests;

/// <summary>Gives what an engine finds in a resource the place in the file that the resource was read from.</summary>
internal sealed class ManifestPlaces
{
    // By reference: two manifests with the same text have different places.
    private readonly Dictionary<ArgoResource, SourceMap> _sources = new(ReferenceEqualityComparer.Instance);

    public void Add(IEnumerable<ManifestResource> resources)
    {
        foreach (var resource in resources.Where(resource => resource.Argo is not null))
        {
            _sources[resource.Argo!] = resource.Source;
        }
    }

    /// <summary>The call's answer; its refusal names file, line and column where the engine knew only paths.</summary>
    /// <exception cref="KreweException">The call failed.</exception>
    public async Task<T> LocateAsync<T>(ArgoResource sent, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (KreweException refusal) when (refusal.Diagnostics.Count > 0 && _sources.ContainsKey(sent))
        {
            var source = _sources[sent];
            throw new KreweException(refusal.Code, refusal.Message, [.. refusal.Diagnostics.Select(finding => Locate(finding, source))], refusal);
        }
    }

    private static ErrorDiagnostic Locate(ErrorDiagnostic finding, SourceMap source)
    {
        if (finding.Line > 0)
        {
            return finding;
        }

        var place = source.Locate(finding.Path ?? "");
        return finding with { File = place.File, Line = place.Line, Column = place.Column };
    }
}
