namespace Krewe.Storage;

/// <summary>Names a pipeline: what its runs have in common, in one namespace.</summary>
/// <param name="Namespace">Namespace of its runs.</param>
/// <param name="Kind">Kind of the definition, or <c>Workflow</c> for runs that belong together by name or label alone.</param>
/// <param name="Name">Name of the definition, or what the runs' names begin with.</param>
public sealed record PipelineKey(string Namespace, string Kind, string Name)
{
    /// <summary>The order of lists: by namespace, name, kind, byte for byte.</summary>
    public static IComparer<PipelineKey> Order { get; } = Comparer<PipelineKey>.Create(static (left, right) =>
    {
        var order = string.CompareOrdinal(left.Namespace, right.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        return order != 0 ? order : string.CompareOrdinal(left.Kind, right.Kind);
    });
}
