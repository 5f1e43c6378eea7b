using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Model.Validation;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Loads the stored templates that a spec refers to, and those that they refer to in turn.</summary>
/// <remarks>References made at run time by a tag are left out: the run looks those up when it meets them.</remarks>
internal sealed class TemplateClosure
{
    private readonly IObjectStore _objects;
    private readonly string _namespace;
    private readonly Dictionary<string, WorkflowTemplate> _namespaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClusterWorkflowTemplate> _cluster = new(StringComparer.Ordinal);
    private readonly HashSet<TemplateReference> _seen = [];
    private readonly Queue<TemplateReference> _open = new();

    private TemplateClosure(IObjectStore objects, string @namespace)
    {
        _objects = objects;
        _namespace = @namespace;
    }

    public IReadOnlyList<WorkflowTemplate> Templates => [.. _namespaced.Values];

    public IReadOnlyList<ClusterWorkflowTemplate> ClusterTemplates => [.. _cluster.Values];

    public TemplateLookup Lookup => new([.. _namespaced.Values, .. _cluster.Values]);

    public static async Task<TemplateClosure> LoadAsync(IObjectStore objects, string @namespace, WorkflowSpec? spec, CancellationToken cancellationToken)
    {
        var closure = new TemplateClosure(objects, @namespace);
        closure.AddReferences(spec);
        while (closure._open.TryDequeue(out var next))
        {
            await closure.LoadAsync(next.Name, next.ClusterScope, cancellationToken).ConfigureAwait(false);
        }

        return closure;
    }

    private async Task LoadAsync(string name, bool cluster, CancellationToken cancellationToken)
    {
        var kind = ResourceKinds.Of(cluster ? ResourceKind.ClusterWorkflowTemplate : ResourceKind.WorkflowTemplate);
        if (await _objects.GetAsync(kind.KeyOf(_namespace, name), cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return;
        }

        switch (kind.Deserialize(stored.Payload.Span))
        {
            case WorkflowTemplate template:
                _namespaced[name] = template;
                AddReferences(template.Spec);
                break;
            case ClusterWorkflowTemplate template:
                _cluster[name] = template;
                AddReferences(template.Spec);
                break;
        }
    }

    private void AddReferences(WorkflowSpec? spec)
    {
        foreach (var reference in TemplateReference.Of(spec).Where(reference => reference.IsFixed && _seen.Add(reference)))
        {
            _open.Enqueue(reference);
        }
    }
}
