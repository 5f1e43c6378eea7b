namespace Krewe.Engine;

/// <summary>Looks into sets of flags. A restart runs code that has just been compiled, in which <see cref="Enum.HasFlag"/> allocates.</summary>
internal static class NodePartFlags
{
    public static bool Has(this NodePart all, NodePart one) => (all & one) != NodePart.None;

    public static bool Has(this NodeTimes all, NodeTimes one) => (all & one) != NodeTimes.None;

    public static bool Has(this NodeMarks all, NodeMarks one) => (all & one) != NodeMarks.None;

    public static bool Has(this NodeLinks all, NodeLinks one) => (all & one) != NodeLinks.None;

    public static bool Has(this NodeValues all, NodeValues one) => (all & one) != NodeValues.Absent;
}
