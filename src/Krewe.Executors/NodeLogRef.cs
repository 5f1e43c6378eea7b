namespace Krewe.Executors;

/// <summary>Names the log of one container of one node.</summary>
/// <param name="RunUid">UID of the run.</param>
/// <param name="NodeId">Node ID.</param>
/// <param name="Container">Container name, mostly <c>main</c>.</param>
public readonly record struct NodeLogRef(string RunUid, string NodeId, string Container);
