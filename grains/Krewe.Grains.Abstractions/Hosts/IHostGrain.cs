using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>What lies on one host of a cluster, by <c>@host</c>: logs and work folders of steps that ran there.</summary>
[Alias("krewe.IHostGrain")]
public interface IHostGrain : IGrainWithStringKey
{
    /// <summary>Lines of one container that are whole now, over all attempts that ran on the host; a bounded number of them.</summary>
    /// <param name="node">Whose log.</param>
    /// <param name="position">Where to go on.</param>
    [Alias("ReadLog")]
    Task<HostLogPage> ReadLog(NodeLogRef node, NodeLogPosition position);

    /// <summary>Lines of one container by number, over all attempts that ran on the host.</summary>
    /// <param name="node">Whose log.</param>
    /// <param name="first">Number of the first line; a negative one counts from the end.</param>
    /// <param name="count">At most so many lines.</param>
    [Alias("ReadLogRange")]
    Task<HostLogRange> ReadLogRange(NodeLogRef node, long first, int count);

    /// <summary>Lines of one container that contain a text, over all attempts that ran on the host.</summary>
    /// <param name="node">Whose log.</param>
    /// <param name="search">What to look for.</param>
    [Alias("SearchLog")]
    Task<HostLogHits> SearchLog(NodeLogRef node, HostLogSearch search);

    /// <summary>Steps that the host could begin now; below zero: so many wait already.</summary>
    [Alias("Room")]
    Task<int> Room();

    /// <summary>Ends what runs of a run on the host and deletes what it left there.</summary>
    [Alias("DeleteRun")]
    Task DeleteRun(string runUid);
}
