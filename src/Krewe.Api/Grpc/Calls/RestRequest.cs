using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Krewe.Api;

/// <summary>Turns the message of a call into the request that asks the same of the REST API.</summary>
internal static class RestRequest
{
    /// <summary>Headers that are about the call's own transport.</summary>
    private static readonly HashSet<string> Transport = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-type", "content-length", "te", "accept", "accept-encoding", "grpc-encoding", "grpc-accept-encoding", "grpc-timeout", "x-grpc-web",
    };

    public static void Fill(HttpContext target, HttpRequest call, OperationShape operation, RouteEndpoint endpoint, JsonElement message)
    {
        var request = target.Request;
        request.Method = operation.HttpMethod;
        request.Scheme = call.Scheme;
        request.Host = call.Host;
        request.Protocol = call.Protocol;
        request.Path = call.Path;
        foreach (var header in call.Headers.Where(header => !header.Key.StartsWith(':') && !Transport.Contains(header.Key)))
        {
            request.Headers[header.Key] = header.Value;
        }

        var inRoute = endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in inRoute)
        {
            request.RouteValues[name] = message.TryGetProperty(name, out var value) ? Text(value) : "";
        }

        if (operation.HasBody)
        {
            SetBody(request, Body(operation, message));
        }
        else
        {
            request.Query = Query(message, inRoute);
        }

        target.SetEndpoint(endpoint);
    }

    private static byte[] Body(OperationShape operation, JsonElement message)
    {
        if (operation.BodyField is not { } field)
        {
            return JsonSerializer.SerializeToUtf8Bytes(message, Client.Wire.WireJson.Default.JsonElement);
        }

        return message.TryGetProperty(field, out var body) ? JsonSerializer.SerializeToUtf8Bytes(body, Client.Wire.WireJson.Default.JsonElement) : [];
    }

    private static void SetBody(HttpRequest request, byte[] body)
    {
        request.ContentType = "application/json";
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body, writable: false);
    }

    private static QueryCollection Query(JsonElement message, HashSet<string> inRoute)
    {
        var values = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in message.EnumerateObject().Where(property => !inRoute.Contains(property.Name)))
        {
            Flatten(values, property.Name, property.Value);
        }

        return new QueryCollection(values);
    }

    private static void Flatten(Dictionary<string, StringValues> values, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Flatten(values, $"{name}.{property.Name}", property.Value);
                }

                break;
            case JsonValueKind.Array:
                values[name] = new StringValues([.. value.EnumerateArray().Select(Text)]);
                break;
            default:
                values[name] = Text(value);
                break;
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
