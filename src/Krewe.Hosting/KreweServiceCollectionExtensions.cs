using Krewe.Client;
using Krewe.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization;

namespace Krewe.Hosting;

/// <summary>Registers the parts of an engine.</summary>
public static class KreweServiceCollectionExtensions
{
    /// <summary>Grain services and <see cref="IWorkflowService"/>; needs a store and at least one executor beside it.</summary>
    public static IServiceCollection AddKreweEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RunWatchHub>();
        services.TryAddSingleton<RunLookups>();
        services.TryAddSingleton<RunRecovery>();
        services.TryAddSingleton<NodeExecutors>();
        services.TryAddSingleton<NodeReportRouter>();
        services.TryAddSingleton<RunAdmission>();
        services.TryAddSingleton<ServiceTokens>();
        services.TryAddSingleton<EventInbox>();
        services.TryAddSingleton<EventBindings>();
        services.TryAddSingleton<EventDispatcher>();
        services.TryAddSingleton<RunLogs>();
        services.TryAddSingleton<RunArtifacts>();
        services.TryAddSingleton<WorkflowService>();
        services.TryAddSingleton<IWorkflowService>(provider => provider.GetRequiredService<WorkflowService>());
        services.AddHostedService<EngineMaintenance>();
        services.AddHostedService(provider => provider.GetRequiredService<EventDispatcher>());
        services.AddSerializer(serializer => serializer.AddJsonSerializer(
            IsContract,
            isCopyable: static _ => false,
            options => options.Configure(json => json.SerializerOptions = ContractJson.Options)));
        return services;
    }

    /// <summary>Types that travel between grains as JSON: the model, the engine's commands, the executors' reports.</summary>
    private static bool IsContract(Type type) => type.Namespace is "Krewe.Model" or "Krewe.Engine" or "Krewe.Executors";
}
