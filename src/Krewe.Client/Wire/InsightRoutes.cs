namespace Krewe.Client.Wire;

/// <summary>Where Krewe's own API has runs and pipelines.</summary>
public static class InsightRoutes
{
    /// <summary>Runs, each by namespace and name.</summary>
    public const string Runs = "/api/krewe/v1/runs";

    /// <summary>Pipelines, each by namespace, kind and name.</summary>
    public const string Pipelines = "/api/krewe/v1/pipelines";
}
