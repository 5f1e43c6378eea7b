namespace Krewe.Client;

/// <summary>Pipelines: definitions of any kind, and workflows that are called alike, with their numbered runs.</summary>
public interface IPipelineOperations
{
    /// <summary>Pipelines with the state of their newest runs.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.InvalidArgument"/>: an unknown kind or token.</exception>
    Task<PipelinePage> ListPipelinesAsync(PipelinesQuery query, CancellationToken cancellationToken = default);

    /// <summary>One pipeline.</summary>
    /// <param name="pipeline">Its name.</param>
    /// <param name="runs">How many of its newest runs are looked at and given.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>: neither is it defined nor did it ever have a run.</exception>
    Task<PipelineItem> GetPipelineAsync(PipelineRef pipeline, int runs = 30, CancellationToken cancellationToken = default);

    /// <summary>A page of a pipeline's history.</summary>
    Task<PipelineRunPage> ListPipelineRunsAsync(PipelineRunsQuery query, CancellationToken cancellationToken = default);

    /// <summary>The run that has a number.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>: there is none, or it has been deleted.</exception>
    Task<PipelineRunItem> GetPipelineRunAsync(PipelineRef pipeline, long number, CancellationToken cancellationToken = default);

    /// <summary>Steps by runs.</summary>
    Task<PipelineMatrix> GetPipelineMatrixAsync(PipelineMatrixQuery query, CancellationToken cancellationToken = default);
}
