using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>How many runs may be there that have not ended: further ones are refused, so that a client in a loop fills no store.</summary>
/// <remarks>Several that come at the same moment may pass together; the limit is there to bound, not to count.</remarks>
internal sealed class RunQuota(IRunQueries queries, ControllerConfig config)
{
    /// <exception cref="KreweException">There are too many already (<see cref="KreweErrorCode.ResourceExhausted"/>).</exception>
    public async Task RequireRoomAsync(string @namespace, CancellationToken cancellationToken)
    {
        if (config.RunLimit is { } all && await OpenAsync(RunFilter.All, cancellationToken).ConfigureAwait(false) is var open && open >= all)
        {
            throw Refused($"{open} runs have not ended, and no more than {all} may be there at once (runLimit)");
        }

        if (config.NamespaceRunLimit is { } some && await OpenAsync(RunFilter.All with { Namespace = @namespace }, cancellationToken).ConfigureAwait(false) is var own && own >= some)
        {
            throw Refused($"{own} runs of namespace '{@namespace}' have not ended, and no more than {some} may be there at once (namespaceRunLimit)");
        }
    }

    private static KreweException Refused(string why) => new(KreweErrorCode.ResourceExhausted, $"the run is refused: {why}; submit it again when some have ended");

    // Kept as numbers by the store: this costs the same however many there are.
    private async Task<long> OpenAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var counts = await queries.CountByPhaseAsync(filter, cancellationToken).ConfigureAwait(false);
        return counts.Where(phase => !WorkflowPhase.IsCompleted(phase.Key)).Sum(phase => phase.Value);
    }
}
