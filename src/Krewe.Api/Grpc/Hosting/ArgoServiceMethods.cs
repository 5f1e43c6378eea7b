using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Gives the gRPC library every method that the protocol describes.</summary>
internal sealed class ArgoServiceMethods : IServiceMethodProvider<ArgoServices>
{
    private Action<ServiceMethodProviderContext<ArgoServices>>? _add;

    /// <summary>Says how calls are answered; to be called before the services are mapped.</summary>
    /// <exception cref="InvalidOperationException">The REST API lacks an operation that the protocol names.</exception>
    public void Answer(ArgoProtocol protocol, GrpcCalls calls, IReadOnlyDictionary<string, RouteEndpoint> rest) => _add = context =>
    {
        foreach (var operation in protocol.Operations)
        {
            Add(context, operation, calls, rest.GetValueOrDefault(operation.Rest) ?? throw new InvalidOperationException($"{operation.Service}/{operation.Name}: there is no {operation.Rest}"));
        }
    };

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<ArgoServices> context) => _add?.Invoke(context);

    private static void Add(ServiceMethodProviderContext<ArgoServices> context, OperationShape operation, GrpcCalls calls, RouteEndpoint endpoint)
    {
        var type = operation.IsStream ? MethodType.ServerStreaming : MethodType.Unary;
        var method = new Method<GrpcMessage, GrpcMessage>(type, operation.Service, operation.Name, GrpcMessage.Marshaller, GrpcMessage.Marshaller);
        IList<object> metadata = [operation, new BoundByMessage()];
        if (operation.IsStream)
        {
            context.AddServerStreamingMethod(method, metadata, (_, message, writer, call) => calls.FollowAsync(operation, endpoint, message, writer, call));
        }
        else
        {
            context.AddUnaryMethod(method, metadata, (_, message, call) => calls.AskAsync(operation, endpoint, message, call));
        }
    }
}
