namespace Krewe.Storage;

/// <summary>Whose usage something is. Parts that a run does not have are empty.</summary>
/// <param name="Namespace">Namespace of the run.</param>
/// <param name="Folder">Folder that it lay in.</param>
/// <param name="TemplateKind">Kind of the definition that it came from, as of <see cref="PipelineKey.Kind"/>.</param>
/// <param name="Template">Name of that definition.</param>
/// <param name="Creator">Who created it.</param>
/// <param name="Labels">Those of its labels that usage is told apart by, in the writer's own form.</param>
public sealed record UsageKey(string Namespace, string Folder, string TemplateKind, string Template, string Creator, string Labels)
{
    /// <summary>What is left of a key when only the place of a run counts.</summary>
    public UsageKey Place => new(Namespace, Folder, "", "", "", "");
}
