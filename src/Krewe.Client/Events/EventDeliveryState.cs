namespace Krewe.Client;

/// <summary>Where a delivery stands.</summary>
public enum EventDeliveryState
{
    /// <summary>Stored; bindings are still to be tried, or tried again.</summary>
    Pending,

    /// <summary>Every binding that it matched started its run.</summary>
    Started,

    /// <summary>No binding matched it.</summary>
    Unmatched,

    /// <summary>A binding that it matched, or whose selector is wrong, started no run.</summary>
    Failed,
}
