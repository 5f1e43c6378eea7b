using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Where a template name is looked up: the run itself, or a (cluster) workflow template.</summary>
/// <param name="Scope"><c>local</c>, <c>namespaced</c> or <c>cluster</c>.</param>
/// <param name="Resource">Name of the resource.</param>
/// <param name="Spec">Its spec; null for one known only through stored templates.</param>
internal sealed record TemplateSource(string Scope, string Resource, WorkflowSpec? Spec)
{
    private Dictionary<string, Template>? _byName;

    public bool IsLocal => Scope == "local";

    public string Text => $"{Scope}/{Resource}";

    public Template? Find(string name)
    {
        if (_byName is null)
        {
            _byName = [];
            foreach (var template in Spec?.Templates ?? [])
            {
                _byName.TryAdd(template.Name ?? "", template);
            }
        }

        return _byName.GetValueOrDefault(name);
    }
}
