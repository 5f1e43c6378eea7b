using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Krewe.Client;

/// <summary>Lets a .NET host use an engine that runs elsewhere.</summary>
public static class KreweClientServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IWorkflowService"/> for a running engine; it connects on first use. Called again, it only adds to the options.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configure">Says which engine.</param>
    public static IServiceCollection AddKreweClient(this IServiceCollection services, Action<KreweClientOptions> configure)
    {
        services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KreweClientOptions>, KreweClientOptionsValidator>());
        services.TryAddSingleton<IWorkflowService>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<KreweClientOptions>>().Value;
            return options.Server is { } server
                ? new RemoteWorkflowService(server)
                : new RemoteWorkflowService(new DataFolder(Path.GetFullPath(options.DataFolder!)).SocketPath);
        });
        return services;
    }
}
