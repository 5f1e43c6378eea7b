using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    /// <remarks>Who asks, and where they may look, is for the server to say.</remarks>
    public Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default)
    {
        var text = new QueryText()
            .Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace)
            .Add("filter", query.Filter)
            .Add("sort", query.Sort)
            .Add("limit", query.Limit == 0 ? null : Number(query.Limit))
            .Add("cursor", query.Cursor)
            .Add("counts", query.Counts);
        return GetAsync(ListRoutes.Runs + text, WireJson.Default.RunRowPage, cancellationToken);
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
