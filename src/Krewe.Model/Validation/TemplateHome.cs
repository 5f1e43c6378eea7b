namespace Krewe.Model.Validation;

/// <summary>The resource that a template is defined in.</summary>
/// <param name="Scope">Its kind and name, as <c>namespaced/name</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Spec">Its spec.</param>
/// <param name="Foreign">Whether it is another than the validated one.</param>
/// <param name="HasDefaults">Whether its template defaults count for an image that a template lacks.</param>
internal sealed record TemplateHome(string Scope, string Name, WorkflowSpec Spec, bool Foreign, bool HasDefaults)
{
    /// <summary>The template of that name and its index, or null.</summary>
    public (Template Template, int Index)? Find(string name)
    {
        var templates = Spec.Templates ?? [];
        for (var i = 0; i < templates.Count; i++)
        {
            if (templates[i].Name == name)
            {
                return (templates[i], i);
            }
        }

        return null;
    }
}
