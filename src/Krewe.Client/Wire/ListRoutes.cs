namespace Krewe.Client.Wire;

/// <summary>Addresses of lists that Argo does not have.</summary>
public static class ListRoutes
{
    /// <summary>Runs as rows.</summary>
    public const string Runs = "/api/krewe/v1/runs";

    /// <summary>The log of who changed what.</summary>
    public const string Audit = "/api/krewe/v1/audit";

    /// <summary>Runs that wait.</summary>
    public const string Queue = "/api/krewe/v1/queue";

    /// <summary>Folders.</summary>
    public const string Folders = "/api/krewe/v1/folders";

    /// <summary>Who used how much.</summary>
    public const string Usage = "/api/krewe/v1/usage";

    /// <summary>Saved views.</summary>
    public const string Views = "/api/krewe/v1/views";

    /// <summary>Favourites of whoever asks.</summary>
    public const string Favourites = "/api/krewe/v1/favourites";

    /// <summary>Runs as whole objects by the filter language. Another server does not know the address, and so cannot leave the filter out.</summary>
    public const string Workflows = "/api/krewe/v1/workflows";

    /// <summary>Changes of runs by the filter language.</summary>
    public const string WorkflowEvents = "/api/krewe/v1/workflow-events";
}
