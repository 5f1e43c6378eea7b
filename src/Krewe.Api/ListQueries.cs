using System.Globalization;
using System.Text.RegularExpressions;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Reads list queries as Argo spells them.</summary>
internal static class ListQueries
{
    private const string NameField = "metadata.name=";

    /// <summary><paramref name="nodesPath"/> is where nodes would be in the answer, for the <c>fields</c> parameter.</summary>
    public static ListRunsQuery Runs(HttpContext context, string nodesPath)
    {
        var nameFilter = Endpoint.Query(context, "nameFilter");
        var selector = Endpoint.Query(context, "listOptions.fieldSelector");
        var (name, fieldSelector) = SplitName(selector, nameFilter is not null);
        return new ListRunsQuery
        {
            Namespace = Endpoint.Route(context, "namespace") is { Length: > 0 } space ? space : Endpoint.Query(context, "namespace") ?? Namespaces.All,
            Filter = TakesFilter(context.Request.Path) ? Endpoint.Query(context, "filter") : null,
            Me = CreatorLabels.ValueOf(context),
            LabelSelector = Endpoint.Query(context, "listOptions.labelSelector"),
            FieldSelector = fieldSelector,
            Name = name,
            NameFilter = nameFilter ?? "Exact",
            NamePrefix = Endpoint.Query(context, "namePrefix"),
            CountRemaining = selector?.Contains("ext.showRemainingItemCount=true", StringComparison.Ordinal) == true,
            ResourceVersion = LastSeen(context),
            Phases = Endpoint.Query(context, "phases")?.Split(',') ?? [],
            CreatedAfter = Time(context, "createdAfter"),
            FinishedBefore = Time(context, "finishedBefore"),
            Limit = Number(context, "listOptions.limit"),
            Continue = Endpoint.Query(context, "listOptions.continue"),
            IncludeNodes = FieldFilter.Parse(Endpoint.Query(context, "fields")).Wants(nodesPath),
        };
    }

    /// <summary>Argo's own addresses have no filter: there it is something that is passed over, as by Argo.</summary>
    private static bool TakesFilter(PathString path) =>
        path.StartsWithSegments(ListRoutes.Workflows, StringComparison.Ordinal) || path.StartsWithSegments(ListRoutes.WorkflowEvents, StringComparison.Ordinal);

    public static ListResourcesQuery Resources(HttpContext context, ResourceKind kind) => new()
    {
        Kind = kind,
        Namespace = Endpoint.Route(context, "namespace"),
        LabelSelector = Endpoint.Query(context, "listOptions.labelSelector"),
        NamePattern = Endpoint.Query(context, "namePattern"),
        Limit = Number(context, "listOptions.limit"),
        Continue = Endpoint.Query(context, "listOptions.continue"),
    };

    /// <summary>What a watch goes on from; a browser that connects again says so in a header.</summary>
    public static string? LastSeen(HttpContext context) =>
        context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } id ? id : Endpoint.Query(context, "listOptions.resourceVersion");

    public static DateTimeOffset? Time(HttpContext context, string key)
    {
        if (Endpoint.Query(context, key) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"{key}: \"{text}\" is not an RFC 3339 time");
    }

    public static int Number(HttpContext context, string key)
    {
        if (Endpoint.Query(context, key) is not { } text)
        {
            return 0;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"{key}: \"{text}\" is not a whole number");
    }

    /// <summary>A regular expression.</summary>
    public static string? Pattern(HttpContext context, string key)
    {
        if (Endpoint.Query(context, key) is not { } pattern)
        {
            return null;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return pattern;
        }
        catch (ArgumentException exception)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"{key}: {exception.Message}", exception);
        }
    }

    /// <summary>With a name filter, Argo sends the text to look for as the field <c>metadata.name</c>.</summary>
    private static (string? Name, string? Others) SplitName(string? selector, bool named)
    {
        if (!named || selector is null)
        {
            return (null, selector);
        }

        var parts = selector.Split(',');
        var name = parts.FirstOrDefault(part => part.StartsWith(NameField, StringComparison.Ordinal));
        var rest = string.Join(',', parts.Where(part => part != name));
        return (name?[NameField.Length..].TrimStart('='), rest.Length == 0 ? null : rest);
    }
}
