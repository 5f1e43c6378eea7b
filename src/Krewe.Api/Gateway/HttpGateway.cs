using System.Net;
using System.Threading.RateLimiting;
using Krewe.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Api;

/// <summary>Serves one <see cref="IWorkflowService"/> to Argo's clients over TCP.</summary>
public sealed class HttpGateway : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HttpGateway(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What of the REST API is routed by path, as "METHOD /path/{parameter}".</summary>
    internal IReadOnlyList<string> Routes =>
    [
        .. _application.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Where(endpoint => endpoint.DisplayName?.StartsWith("gRPC - ", StringComparison.Ordinal) != true)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {RequestMetrics.PathOf(endpoint)}")),
    ];

    /// <summary>Starts listening. The service is not disposed with the gateway.</summary>
    /// <exception cref="KreweException">The options would open the engine to others, or the address cannot be had.</exception>
    public static async Task<HttpGateway> StartAsync(IWorkflowService service, GatewayOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var version = await service.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var application = Build(service, options, version.Version);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException refused)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new KreweException(KreweErrorCode.Unavailable, $"cannot listen on {options.Address}:{options.Port}: {refused.GetBaseException().Message}", refused);
        }

        var bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new HttpGateway(application, new Uri(bound));
    }

    /// <summary>Stops listening; open streams are cut.</summary>
    public ValueTask DisposeAsync() => WebServers.StopAsync(_application);

    private static WebApplication Build(IWorkflowService service, GatewayOptions options, string version)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var http2 = new HandOverListener();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            kestrel.AddServerHeader = false;
            if (options.Certificate is { } certificate)
            {
                kestrel.Listen(options.Address, options.Port, listen => listen.UseHttps(certificate));
            }
            else
            {
                CleartextListening.Listen(kestrel, options.Address, options.Port, http2);
            }
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.Configure<SocketTransportOptions>(SendQueues.Bound);
        builder.Services.AddSingleton<IConnectionListenerFactory>(http2);
        GrpcGateway.AddServices(builder.Services, options);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton(options);
        var metrics = new RequestMetrics();
        builder.Services.AddSingleton(metrics);
        if (options.RequestsPerSecond > 0)
        {
            builder.Services.AddRateLimiter(limits => Limit(limits, options.RequestsPerSecond));
        }

        if (UsesSso(options))
        {
            SsoServices.Add(builder.Services, options, options.Sso!);
        }

        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Use(next => context => BasePaths.InvokeAsync(context, options.BasePath, next));
        application.Use(next => context => new SecurityHeaders(options, version).InvokeAsync(context, next));
        application.Use(next => context => UnknownRoutes.FillAsync(context, next));
        if (options.RequestsPerSecond > 0)
        {
            application.UseRateLimiter();
        }

        application.UseSwaggerUI(explorer =>
        {
            explorer.RoutePrefix = "api-docs";
            explorer.DocumentTitle = "Krewe API";
            explorer.SwaggerEndpoint($"..{OpenApiEndpoints.Document}", "Krewe");
        });
        application.UseRouting();
        application.Use(next => context => metrics.InvokeAsync(context, next));
        if (UsesSso(options))
        {
            application.UseAuthentication();
        }

        var authenticator = new Authenticator(options, service, UsesSso(options) ? application.Services.GetRequiredService<SsoSessions>() : null);
        if (options.GrpcWeb)
        {
            GrpcGateway.UseFromBrowsers(application);
        }

        application.Use(next => context => GrpcCalls.AreCheckedBy(context.GetEndpoint()) ? next(context) : authenticator.InvokeAsync(context, next));
        application.MapKreweApi();
        OpenApiEndpoints.Map(application, version, options.BasePath);
        StartPage.Map(application);
        GrpcGateway.Map(application, authenticator);
        return application;
    }

    private static bool UsesSso(GatewayOptions options) => options.Authentication.HasFlag(GatewayAuthentication.Sso);

    private static void Limit(RateLimiterOptions limits, int perSecond)
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
        limits.OnRejected = static async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            var refusal = new KreweException(KreweErrorCode.ResourceExhausted, "too many requests from this address; try again in a second");
            await (GrpcCalls.Is(rejected.HttpContext) ? GrpcStatus.RefuseAsync(rejected.HttpContext, refusal) : Endpoint.FailAsync(rejected.HttpContext, refusal)).ConfigureAwait(false);
        };
    }
}
