using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>Adds Argo's gRPC services to a server of the REST API.</summary>
/// <remarks>Only here is the gRPC library used before a call comes in, so that servers without this door do not load it.</remarks>
internal static class GrpcGateway
{
    public static void AddServices(IServiceCollection services, GatewayOptions options)
    {
        var bound = (int)Math.Min(options.MaxRequestBytes, int.MaxValue);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = bound;
            grpc.MaxSendMessageSize = bound;
        });
        services.AddSingleton<ArgoServiceMethods>();
        services.AddSingleton<IServiceMethodProvider<ArgoServices>>(provider => provider.GetRequiredService<ArgoServiceMethods>());
    }

    /// <summary>Maps the services; the REST API must be mapped already.</summary>
    public static void Map(WebApplication application, Authenticator authenticator)
    {
        IEndpointRouteBuilder routes = application;
        var rest = new Dictionary<string, RouteEndpoint>(StringComparer.Ordinal);
        foreach (var endpoint in routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                rest[$"{method} {endpoint.RoutePattern.RawText}"] = endpoint;
            }
        }

        application.Services.GetRequiredService<ArgoServiceMethods>().Answer(ArgoProtocol.Load(), new GrpcCalls(authenticator), rest);
        application.MapGrpcService<ArgoServices>();
    }

    /// <summary>Lets browsers call too.</summary>
    public static void UseFromBrowsers(WebApplication application) => application.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
}
