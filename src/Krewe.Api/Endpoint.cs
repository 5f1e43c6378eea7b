using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>What all endpoints share: the service, bodies, and failures in grpc-gateway's shape.</summary>
internal static class Endpoint
{
    private static readonly object FailureKey = new();

    public delegate Task Handler(HttpContext context, IWorkflowService service);

    public static RequestDelegate For(Handler handler) => async context =>
    {
        var service = Access.Confine(context, context.RequestServices.GetRequiredService<IWorkflowService>());
        try
        {
            await handler(context, service).ConfigureAwait(false);
        }
        catch (KreweException exception) when (!context.Response.HasStarted)
        {
            await RefusedRequests.NoteAsync(context, Access.Of(context), exception, service).ConfigureAwait(false);
            await FailAsync(context, exception).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException && !context.Response.HasStarted)
        {
            await FailAsync(context, new KreweException(KreweErrorCode.InvalidArgument, exception.Message, exception)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone: nobody is left to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // A fault of ours: the caller gets an answer of the usual shape all the same.
            await FailAsync(context, new KreweException(KreweErrorCode.Internal, $"the server failed: {exception.Message} ({exception.GetType().Name})", exception)).ConfigureAwait(false);
        }
    };

    public static string Route(HttpContext context, string key) => context.Request.RouteValues[key] as string ?? "";

    public static string? Query(HttpContext context, string key) => context.Request.Query[key].ToString() is { Length: > 0 } value ? value : null;

    public static bool Flag(HttpContext context, string key) => Query(context, key) is "true" or "1" or "True";

    public static void Require(bool holds, KreweErrorCode code, string message)
    {
        if (!holds)
        {
            throw new KreweException(code, message);
        }
    }

    public static RunRef Run(HttpContext context, string? uid = null) =>
        new(Route(context, "namespace"), Route(context, "name"), uid ?? Query(context, "uid"));

    public static async Task<T> BodyAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : new()
    {
        // Several actions may come without a body, which means all defaults.
        if (context.Request.ContentLength == 0)
        {
            return new T();
        }

        return JsonSerializer.Deserialize((await TextAsync(context).ConfigureAwait(false)).Span, type) ?? new T();
    }

    /// <summary>The whole body, which is UTF-8: the parser alone would notice wrong bytes only when a text with them is read.</summary>
    public static async Task<ReadOnlyMemory<byte>> TextAsync(HttpContext context)
    {
        var content = new MemoryStream();
        await using var _ = content.ConfigureAwait(false);
        await context.Request.Body.CopyToAsync(content, context.RequestAborted).ConfigureAwait(false);
        var text = content.GetBuffer().AsMemory(0, (int)content.Length);
        Require(Utf8.IsValid(text.Span), KreweErrorCode.InvalidArgument, "the body is not UTF-8");
        return text;
    }

    public static async Task AnswerAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted).ConfigureAwait(false);
    }

    public static async Task AnswerAsync(HttpContext context, JsonElement value)
    {
        var fields = FieldFilter.Parse(Query(context, "fields"));
        await AnswerAsync(context, fields.Apply(value), WireJson.Default.JsonElement).ConfigureAwait(false);
    }

    public static async Task AnswerEmptyAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}", context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>How a request failed; null when it did not.</summary>
    public static KreweErrorCode? FailureOf(HttpContext context) => context.Items[FailureKey] as KreweErrorCode?;

    /// <summary>HTTP status of a gRPC code, as grpc-gateway maps them.</summary>
    public static int Status(KreweErrorCode code) => code switch
    {
        KreweErrorCode.InvalidArgument or KreweErrorCode.FailedPrecondition or KreweErrorCode.OutOfRange => StatusCodes.Status400BadRequest,
        KreweErrorCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        KreweErrorCode.PermissionDenied => StatusCodes.Status403Forbidden,
        KreweErrorCode.NotFound => StatusCodes.Status404NotFound,
        KreweErrorCode.Cancelled => StatusCodes.Status408RequestTimeout,
        KreweErrorCode.AlreadyExists or KreweErrorCode.Aborted => StatusCodes.Status409Conflict,
        KreweErrorCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        KreweErrorCode.Unimplemented => StatusCodes.Status501NotImplemented,
        KreweErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        KreweErrorCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static Task FailAsync(HttpContext context, KreweException exception)
    {
        context.Response.StatusCode = Status(exception.Code);
        context.Items[FailureKey] = exception.Code;
        return AnswerAsync(context, ErrorBody.From(exception), WireJson.Default.ErrorBody);
    }
}
