namespace Krewe.Grains;

/// <summary>One attempt's work of one node, by <c>run uid/node ID/attempt</c>, in a cluster with <c>@host</c>: hands it to an executor and ends it. Stores nothing.</summary>
/// <remarks>Its record is in the run's log and comes with <see cref="Execute"/>. It lives on the host that has the work; where there is one only, beside the run.</remarks>
[Alias("krewe.INodeGrain")]
public interface INodeGrain : IGrainWithStringKey
{
    /// <summary>Starts the work or attaches to it. Reports go to the run as they come.</summary>
    [Alias("Execute")]
    Task Execute(NodeWorkMessage message);

    /// <summary>Asks the work to end; its last report still comes.</summary>
    [Alias("Cancel")]
    Task Cancel(NodeCancelMessage message);

    /// <summary>The result is durable: frees what the work holds.</summary>
    [Alias("Release")]
    Task Release(NodeReleaseMessage message);
}
