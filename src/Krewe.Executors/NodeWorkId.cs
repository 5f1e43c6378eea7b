namespace Krewe.Executors;

/// <summary>Names one attempt to do a node's work; the source of every pod, process and folder name.</summary>
/// <param name="RunUid">UID of the run.</param>
/// <param name="NodeId">Node ID, unique in the run.</param>
/// <param name="Attempt">0 for the first start; one more each time the work is started again after an infrastructure fault.</param>
public readonly record struct NodeWorkId(string RunUid, string NodeId, int Attempt)
{
    /// <inheritdoc/>
    public override string ToString() => $"{RunUid}/{NodeId}/{Attempt}";
}
