using Krewe.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Api;

/// <summary>Serves one <see cref="IWorkflowService"/> over a Unix socket that only its user can open.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    /// <summary>Argo's bound for one message.</summary>
    private const long MaxMessageBytes = 100 * 1024 * 1024;

    private readonly WebApplication _application;
    private readonly string _socketPath;

    private ApiServer(WebApplication application, string socketPath)
    {
        _application = application;
        _socketPath = socketPath;
    }

    /// <summary>Starts listening. The service is not disposed with the server.</summary>
    /// <remarks>The caller owns the data folder's lock, so a socket file that is there already is a leftover and is replaced.</remarks>
    public static async Task<ApiServer> StartAsync(IWorkflowService service, string socketPath, CancellationToken cancellationToken = default)
    {
        File.Delete(socketPath);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.ListenUnixSocket(socketPath, listen => listen.Protocols = HttpProtocols.Http1);
            options.Limits.MaxRequestBodySize = MaxMessageBytes;
            options.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(service);
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.MapKreweApi();
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ApiServer(application, socketPath);
    }

    /// <summary>Stops listening; open streams are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await WebServers.StopAsync(_application).ConfigureAwait(false);
        File.Delete(_socketPath);
    }
}
