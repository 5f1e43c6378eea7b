using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Krewe.Api.Tests;

/// <summary>Calls any method by its name, with the JSON that its message stands for.</summary>
internal sealed class GrpcClient(GrpcChannel channel, string? token) : IDisposable
{
    private static readonly Marshaller<byte[]> AsIs = Marshallers.Create(static bytes => bytes, static bytes => bytes);

    /// <summary>The protocol, for turning JSON into messages and back.</summary>
    public static ArgoProtocol Protocol { get; } = ArgoProtocol.Load();

    public GrpcChannel Channel => channel;

    /// <summary>Metadata that says who calls.</summary>
    public Metadata Headers => token is null ? [] : new Metadata { { "authorization", "Bearer " + token } };

    public async Task<JsonNode> AskAsync(string method, string request, CancellationToken cancellationToken)
    {
        var operation = Operation(method);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(Method(operation, MethodType.Unary), null, new CallOptions(Headers, cancellationToken: cancellationToken), Encode(operation, request));
        return Decode(operation, await call.ResponseAsync);
    }

    /// <summary>Messages of a stream, until as many have come as are wanted or it ends.</summary>
    public async Task<List<JsonNode>> FollowAsync(string method, string request, int wanted, CancellationToken cancellationToken)
    {
        var operation = Operation(method);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(Method(operation, MethodType.ServerStreaming), null, new CallOptions(Headers, cancellationToken: cancellationToken), Encode(operation, request));
        await call.ResponseHeadersAsync;
        var messages = new List<JsonNode>();
        while (messages.Count < wanted && await call.ResponseStream.MoveNext(cancellationToken))
        {
            messages.Add(Decode(operation, call.ResponseStream.Current));
        }

        return messages;
    }

    public void Dispose() => channel.Dispose();

    internal static OperationShape Operation(string method) => Protocol.Operations.Single(operation => operation.Name == method);

    private static byte[] Encode(OperationShape operation, string request)
    {
        using var json = JsonDocument.Parse(request);
        return JsonToProto.Encode(operation.Request, json.RootElement);
    }

    private static JsonNode Decode(OperationShape operation, byte[] response)
    {
        using var json = ProtoToJson.Decode(operation.Response, response);
        return JsonNode.Parse(json.RootElement.GetRawText())!;
    }

    private static Method<byte[], byte[]> Method(OperationShape operation, MethodType type) => new(type, operation.Service, operation.Name, AsIs, AsIs);
}
