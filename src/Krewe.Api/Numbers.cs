using System.Globalization;
using Krewe.Client;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Reads numbers out of requests.</summary>
internal static class Numbers
{
    /// <summary>The whole number of a query parameter; null when it is not there.</summary>
    public static long? Whole(HttpContext context, string key) => Endpoint.Query(context, key) is { } text ? Parse(key, text) : null;

    /// <summary>The same, of the size that counts have.</summary>
    public static int? Small(HttpContext context, string key) => Whole(context, key) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var number => (int)number,
        var number => throw Wrong(key, number.Value.ToString(CultureInfo.InvariantCulture), "too large"),
    };

    /// <summary>The whole number of a part of the path.</summary>
    public static long Route(HttpContext context, string key) => Parse(key, Endpoint.Route(context, key));

    private static long Parse(string key, string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(key, text, "not a whole number");

    private static KreweException Wrong(string key, string text, string why) => new(KreweErrorCode.InvalidArgument, $"{key}: \"{text}\" is {why}");
}
