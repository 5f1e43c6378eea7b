using Krewe.Model;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    private readonly Dictionary<string, TemplateSource> _sources = [];
    private readonly Dictionary<Template, Template> _defaulted = new(ReferenceEqualityComparer.Instance);
    private TemplateSource? _local;

    /// <summary>The run's own templates.</summary>
    public TemplateSource Local => _local ??= new TemplateSource("local", State.Name, Spec);

    /// <summary>
    /// Finds the template that a call names, and where names inside it are looked up. The first use of a template of another
    /// resource freezes it into the run.
    /// </summary>
    public (Template Template, TemplateSource Source) Resolve(TemplateSource from, string? name, TemplateRef? reference, Template? inline, string callName, Template? written = null)
    {
        if (inline is not null)
        {
            if (!from.IsLocal)
            {
                Store($"{from.Text}/inline/{callName}", written ?? inline);
            }

            return (Defaulted(inline), from);
        }

        if (reference is not null)
        {
            var scope = reference.ClusterScope == true ? "cluster" : "namespaced";
            var key = $"{scope}/{reference.Name}/{reference.Template}";
            if (State.StoredTemplates.TryGetValue(key, out var stored))
            {
                return (Defaulted(stored), Source(scope, reference.Name ?? "", required: false));
            }

            var source = Source(scope, reference.Name ?? "", required: true);
            var found = source.Find(reference.Template ?? "")
                ?? throw new UserErrorException($"template {reference.Template} not found in workflow template {reference.Name}");
            Store(key, found);
            return (Defaulted(found), source);
        }

        var wanted = name ?? "";
        if (from.IsLocal)
        {
            return (Defaulted(from.Find(wanted) ?? throw new UserErrorException($"template {wanted} not found")), from);
        }

        var localKey = $"{from.Text}/{wanted}";
        if (State.StoredTemplates.TryGetValue(localKey, out var known))
        {
            return (Defaulted(known), from);
        }

        from = from.Spec is null ? Source(from.Scope, from.Resource, required: true) : from;
        var template = from.Find(wanted) ?? throw new UserErrorException($"template {wanted} not found in workflow template {from.Resource}");
        Store(localKey, template);
        return (Defaulted(template), from);
    }

    /// <summary>The template a call names and where names inside it are looked up, if both are known; asks nothing and freezes nothing.</summary>
    public (Template Template, TemplateSource Source)? Peek(TemplateSource from, Call call)
    {
        if (call.Inline is { } inline)
        {
            return (inline, from);
        }

        var source = call.TemplateRef is { } reference ? SourceOf(reference.ClusterScope == true ? "cluster" : "namespaced", reference.Name ?? "") : from;
        return source.Find(call.TemplateRef?.Template ?? call.Template ?? "") is { } found ? (found, source) : null;
    }

    /// <summary>The source that <see cref="TemplateSource.Text"/> names.</summary>
    public TemplateSource SourceOf(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return text.StartsWith("local/", StringComparison.Ordinal) ? Local : SourceOf(text[..slash], text[(slash + 1)..]);
    }

    private TemplateSource SourceOf(string scope, string resource) => Source(scope, resource, required: false);

    private void Store(string key, Template template)
    {
        if (!State.StoredTemplates.ContainsKey(key))
        {
            Emit(new TemplateStored { Key = key, Template = template });
            ProtectArtifactsOf(template);
        }
    }

    private TemplateSource Source(string scope, string resource, bool required)
    {
        var key = $"{scope}/{resource}";
        if (_sources.TryGetValue(key, out var source) && (source.Spec is not null || !required))
        {
            return source;
        }

        var spec = KnownSpec(scope, resource);
        if (spec is null && required)
        {
            throw MissingTemplate(scope == "cluster", resource);
        }

        return _sources[key] = new TemplateSource(scope, resource, spec);
    }

    private WorkflowSpec? KnownSpec(string scope, string resource) => scope == "cluster"
        ? State.KnownClusterTemplates.GetValueOrDefault(resource)?.Spec
        : State.KnownTemplates.GetValueOrDefault(resource)?.Spec;

    /// <summary>Either the question for a template, or the error that answered it.</summary>
    private Exception MissingTemplate(bool cluster, string resource)
    {
        var id = (cluster ? "clustertemplate/" : "template/") + resource;
        if (!State.Lookups.TryGetValue(id, out var answer))
        {
            return new LookupNeededException(new LookupTemplate(id, resource, cluster));
        }

        return new UserErrorException(answer.Error ?? (cluster ? "clusterworkflowtemplates" : "workflowtemplates") + $".argoproj.io \"{resource}\" not found");
    }

    /// <summary>What a template's own resource asks of all its pods.</summary>
    public Metadata? PodMetadataOf(TemplateSource source) => source.IsLocal ? null : (source.Spec ?? KnownSpec(source.Scope, source.Resource))?.PodMetadata;

    private Template Defaulted(Template template)
    {
        if (Spec.TemplateDefaults is not { } defaults)
        {
            return template;
        }

        if (!_defaulted.TryGetValue(template, out var merged))
        {
            _defaulted[template] = merged = SpecMerge.TemplateDefaults(template, defaults);
        }

        return merged;
    }

    public RetryStrategy? RetryOf(Template template) => template.RetryStrategy ?? Spec.RetryStrategy;
}
