using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Lets the server be reached below a path, whether what stands in front of it takes the path away or leaves it.</summary>
internal static class BasePaths
{
    /// <summary>Takes the path off the request and remembers it as what links and redirects begin with.</summary>
    public static Task InvokeAsync(HttpContext context, string basePath, RequestDelegate next)
    {
        if (basePath.Length == 0)
        {
            return next(context);
        }

        var request = context.Request;
        if (request.Path.StartsWithSegments(basePath, StringComparison.Ordinal, out var rest))
        {
            if (!rest.HasValue)
            {
                // Pages name their files relative to this.
                context.Response.Redirect(basePath + "/" + request.QueryString);
                return Task.CompletedTask;
            }

            request.Path = rest;
        }

        request.PathBase = basePath;
        return next(context);
    }
}
