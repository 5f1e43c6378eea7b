using Orleans.Runtime.Placement;

namespace Krewe.Grains;

/// <summary>Carries out <see cref="HostPlacement"/>.</summary>
/// <param name="hosts">Who is there.</param>
public sealed class HostPlacementDirector(ClusterHosts hosts) : IPlacementDirector
{
    private Task<SiloAddress>? _here;

    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (hosts.Own is null || HostKey.HostOf(target.GrainIdentity.Key.ToString()!) is not { } host)
        {
            return _here ??= Task.FromResult(context.LocalSilo);
        }

        return hosts.Present.TryGetValue(host, out var silo)
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"host '{host}' is not there");
    }
}
