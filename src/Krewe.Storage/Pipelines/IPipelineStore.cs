namespace Krewe.Storage;

/// <summary>
/// Runs by what they are runs of. Membership and number come with a run's first commit (<see cref="RunCommit.Pipelines"/>),
/// go with the run when it is deleted, and a number is never given twice.
/// </summary>
public interface IPipelineStore
{
    /// <summary>Pipelines that have had a run, in order of namespace, name, kind.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<PipelineRow>> ListPipelinesAsync(PipelineFilter filter, PipelineKey? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One pipeline; null when it never had a run.</summary>
    /// <param name="pipeline">Its name.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<PipelineRow?> GetPipelineAsync(PipelineKey pipeline, CancellationToken cancellationToken = default);

    /// <summary>Runs of one pipeline that are still there, the greatest number first. Costs the rows it shows.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<PipelineRun>> ListPipelineRunsAsync(PipelineRunQuery query, int limit, CancellationToken cancellationToken = default);

    /// <summary>The newest runs of each of several pipelines, without their steps; those of one pipeline together, the greatest number first.</summary>
    /// <param name="pipelines">Which pipelines.</param>
    /// <param name="each">At most so many runs of each.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<PipelineRun>> ListNewestRunsAsync(IReadOnlyCollection<PipelineKey> pipelines, int each, CancellationToken cancellationToken = default);

    /// <summary>A run as a member of each pipeline that it belongs to, with its steps; empty when there is no such run.</summary>
    /// <param name="uid">Uid of the run.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<PipelineRun>> ListPipelinesOfRunAsync(string uid, CancellationToken cancellationToken = default);
}
