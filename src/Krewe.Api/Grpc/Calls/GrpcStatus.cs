using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Failures as gRPC tells them.</summary>
internal static class GrpcStatus
{
    /// <summary>The failure that an error body of the REST API stands for.</summary>
    public static RpcException Of(ErrorBody error) => Of(error.ToException());

    /// <summary>The failure that an answer of the REST API stands for.</summary>
    public static RpcException Of(int httpStatus, ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, WireJson.Default.ErrorBody) is { Code: > 0 } error)
            {
                return Of(error);
            }
        }
        catch (JsonException)
        {
            // An answer that is none of ours is told by its status alone.
        }

        return new RpcException(new Status(StatusCode.Unknown, $"the server answered {httpStatus}"));
    }

    public static RpcException Of(KreweException exception) => new(new Status((StatusCode)exception.Code, exception.Message));

    /// <summary>A message that is not what its type says is the caller's mistake.</summary>
    public static RpcException Of(WireException exception) => new(new Status(StatusCode.InvalidArgument, exception.Message));

    /// <summary>What is stored does not fit the type that it would be answered with; the REST API tells it as it is.</summary>
    public static RpcException Untold(MessageShape shape, WireException exception) =>
        new(new Status(StatusCode.FailedPrecondition, $"what is stored is no {shape.Name}: {exception.Message}"));

    /// <summary>Answers a call that comes to no method.</summary>
    public static Task RefuseAsync(HttpContext context, KreweException exception)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)exception.Code).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(exception.Message);
        return Task.CompletedTask;
    }
}
