using System.Globalization;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Who used how much.</summary>
internal static class UsageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ListRoutes.Usage, Endpoint.For(GetAsync)).NeedsAnywhere(AccessRole.Viewer);

    private static async Task GetAsync(HttpContext context, IWorkflowService service)
    {
        var (space, within) = Access.ScopeOf(context);
        var query = new UsageQuery
        {
            From = Day(context, "from"),
            To = Day(context, "to"),
            // Several stand apart (by=day&by=folder) or together (by=day,folder).
            By = [.. context.Request.Query["by"].SelectMany(text => (text ?? "").Split(',')).Where(text => text.Length > 0)],
            Namespace = space,
            Within = within,
            Filter = Endpoint.Query(context, "filter"),
            Me = CreatorLabels.ValueOf(context),
            Limit = ListQueries.Number(context, "limit"),
        };
        await Endpoint.AnswerAsync(context, await service.GetUsageAsync(query, context.RequestAborted).ConfigureAwait(false), WireJson.Default.UsageReport).ConfigureAwait(false);
    }

    private static DateOnly? Day(HttpContext context, string key)
    {
        if (Endpoint.Query(context, key) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"{key}: \"{text}\" is not a day such as 2026-01-31");
    }
}
