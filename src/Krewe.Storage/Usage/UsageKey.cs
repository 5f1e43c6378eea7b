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
    /// <summary>What is left of a key when only some of its parts count.</summary>
    /// <param name="parts">Which.</param>
    public UsageKey Only(UsageParts parts) => parts == UsageParts.All ? this : new(
        parts.HasFlag(UsageParts.Namespace) ? Namespace : "",
        parts.HasFlag(UsageParts.Folder) ? Folder : "",
        parts.HasFlag(UsageParts.Template) ? TemplateKind : "",
        parts.HasFlag(UsageParts.Template) ? Template : "",
        parts.HasFlag(UsageParts.Creator) ? Creator : "",
        parts.HasFlag(UsageParts.Labels) ? Labels : "");
}
