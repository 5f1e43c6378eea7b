using System.Globalization;
using Krewe.Client.Wire;

namespace Krewe.Client;

/// <content>Usage.</content>
public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    /// <remarks>Where whoever asks may look, and who they are, is for the server to say.</remarks>
    public Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = new QueryText().Add("from", Text(query.From)).Add("to", Text(query.To));
        foreach (var grouping in query.By)
        {
            text.Add("by", grouping);
        }

        text.Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace).Add("filter", query.Filter).Add("limit", query.Limit == 0 ? null : Text(query.Limit));
        return GetAsync(ListRoutes.Usage + text, WireJson.Default.UsageReport, cancellationToken);
    }

    private static string? Text(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
