using Krewe.Model.Runs;

namespace Krewe.Executors;

/// <summary>Names one attempt to do a node's work; the source of every pod, process and folder name.</summary>
/// <param name="RunUid">UID of the run, or of the part of it that holds the node.</param>
/// <param name="NodeId">Node ID, unique in the run.</param>
/// <param name="Attempt">0 for the first start; one more each time the work is started again after an infrastructure fault.</param>
public readonly record struct NodeWorkId(string RunUid, string NodeId, int Attempt)
{
    /// <summary>UID of the run that users know: for a node of a part, the one that it is a part of.</summary>
    public string RootUid => RunParts.RunOf(RunUid);

    /// <inheritdoc/>
    public override string ToString() => $"{RunUid}/{NodeId}/{Attempt}";
}
