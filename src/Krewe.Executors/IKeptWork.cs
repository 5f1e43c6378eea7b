namespace Krewe.Executors;

/// <summary>What executors that outlive their silo have kept of runs on this host.</summary>
public interface IKeptWork
{
    /// <summary>Runs of which something is here.</summary>
    IReadOnlyList<string> Runs();

    /// <summary>Work of a run that runs here, or that has ended and was not released.</summary>
    IReadOnlyList<NodeWorkId> HeldWork(string runUid);
}
