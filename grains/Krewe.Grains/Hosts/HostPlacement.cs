using Orleans.Placement;

namespace Krewe.Grains;

/// <summary>Puts a grain on the host that its key names (<see cref="HostKey"/>), or beside its caller if it names none.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking]
public sealed class HostPlacement : PlacementStrategy
{
    /// <summary>The one there is: it has no settings.</summary>
    public static HostPlacement Instance { get; } = new();
}

/// <summary>Marks grains that live on the host that their key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HostPlacementAttribute() : PlacementAttribute(HostPlacement.Instance);
