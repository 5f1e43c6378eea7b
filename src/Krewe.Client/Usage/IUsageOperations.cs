namespace Krewe.Client;

/// <summary>Who used how much.</summary>
public interface IUsageOperations
{
    /// <summary>Usage by what is asked for. Usage stays known when runs are deleted.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.InvalidArgument"/>: a grouping or filter that usage does not know, wrong days, or a question with too large an answer.</exception>
    Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default);
}
