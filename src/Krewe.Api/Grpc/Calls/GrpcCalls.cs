using System.Text.Json;
using Grpc.Core;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Answers calls by asking the REST API, so that both doors behave alike: the same checks, the same work, the same failures.</summary>
internal sealed class GrpcCalls(Authenticator authenticator)
{
    /// <summary>
    /// Whether an endpoint has its callers checked here, with the REST operation that it comes to. The endpoint says so and not the
    /// request: whoever sends a request can write what they like into it.
    /// </summary>
    public static bool AreCheckedBy(Microsoft.AspNetCore.Http.Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<OperationShape>() is not null;

    /// <summary>Whether a request says that it is a call, from a browser or not.</summary>
    public static bool Is(HttpContext context) => context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    public async Task<GrpcMessage> AskAsync(OperationShape operation, RouteEndpoint endpoint, GrpcMessage message, ServerCallContext call)
    {
        using var body = new MemoryStream();
        var answer = new RestAnswer(body);
        var rest = Prepare(operation, endpoint, message, call, answer);
        await authenticator.InvokeAsync(rest, endpoint.RequestDelegate!).ConfigureAwait(false);
        call.CancellationToken.ThrowIfCancellationRequested();
        var json = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (IsFailure(rest))
        {
            throw GrpcStatus.Of(rest.Response.StatusCode, json.Span);
        }

        using var document = JsonDocument.Parse(json);
        return Encode(operation.Response, document.RootElement);
    }

    public async Task FollowAsync(OperationShape operation, RouteEndpoint endpoint, GrpcMessage message, IServerStreamWriter<GrpcMessage> writer, ServerCallContext call)
    {
        var lines = new LineStream((line, cancellationToken) => writer.WriteAsync(Frame(operation, line.Span), cancellationToken));
        await using (lines.ConfigureAwait(false))
        {
            // A caller is told at once that it is connected, though nothing may happen for long.
            var answer = new RestAnswer(lines, () => call.WriteResponseHeadersAsync([]));
            var rest = Prepare(operation, endpoint, message, call, answer);
            await authenticator.InvokeAsync(rest, endpoint.RequestDelegate!).ConfigureAwait(false);
            if (IsFailure(rest))
            {
                throw GrpcStatus.Of(rest.Response.StatusCode, lines.Rest.Span);
            }
        }
    }

    private static GrpcMessage Frame(OperationShape operation, ReadOnlySpan<byte> line)
    {
        var frame = JsonSerializer.Deserialize(line, WireJson.Default.StreamFrame)!;
        return frame.Error is { } error
            ? throw GrpcStatus.Of(error)
            : Encode(operation.Response, frame.Result ?? throw new InvalidOperationException("a frame without result and error"));
    }

    /// <summary>Objects that only Argo Events acts on are stored unread, so one may hold what no message of its type can.</summary>
    private static GrpcMessage Encode(MessageShape shape, JsonElement json)
    {
        try
        {
            return new GrpcMessage(JsonToProto.Encode(shape, json));
        }
        catch (WireException wrong)
        {
            throw GrpcStatus.Untold(shape, wrong);
        }
    }

    private static bool IsFailure(HttpContext rest) => rest.Response.StatusCode >= StatusCodes.Status400BadRequest;

    private static DefaultHttpContext Prepare(OperationShape operation, RouteEndpoint endpoint, GrpcMessage message, ServerCallContext call, RestAnswer answer)
    {
        var outer = call.GetHttpContext();
        var rest = new DefaultHttpContext { RequestServices = outer.RequestServices, RequestAborted = call.CancellationToken };
        answer.SetOn(rest);
        rest.Features.Set(outer.Features.Get<IHttpConnectionFeature>());
        using var json = Decode(operation.Request, message);
        RestRequest.Fill(rest, outer.Request, operation, endpoint, json.RootElement);
        return rest;
    }

    private static JsonDocument Decode(MessageShape shape, GrpcMessage message)
    {
        try
        {
            return ProtoToJson.Decode(shape, message.Bytes);
        }
        catch (WireException wrong)
        {
            throw GrpcStatus.Of(wrong);
        }
    }
}
