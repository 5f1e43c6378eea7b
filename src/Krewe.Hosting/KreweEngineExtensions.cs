using Krewe.Client;
using Krewe.Executors;
using Krewe.Grains;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace Krewe.Hosting;

/// <summary>Registers what an engine does by itself: its grains' services and what lies around them.</summary>
internal static class KreweEngineExtensions
{
    /// <summary>Grain services and <see cref="IWorkflowService"/>; needs a store and at least one executor beside it.</summary>
    public static void AddKreweEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RunWatchHub>();
        services.TryAddSingleton<RunLookups>();
        services.TryAddSingleton<LockLimits>();
        services.TryAddSingleton<CustomMetrics>();
        services.TryAddSingleton<EngineInstruments>();
        services.TryAddSingleton<StoreFigures>();
        services.TryAddSingleton<EngineGauges>();
        services.TryAddSingleton<EngineHealth>();
        services.TryAddSingleton<MeterReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, LogCounter>());
        services.TryAddSingleton<RunRecovery>();
        services.TryAddSingleton<ClusterHosts>();
        services.TryAddSingleton<HostLoads>();
        services.TryAddSingleton<ActiveRuns>();
        services.TryAddSingleton(provider => new UsageSettings(provider.GetRequiredService<ControllerConfig>().UsageLabels ?? []));
        services.TryAddSingleton<NodeLogSources>();
        services.TryAddSingleton<RunCalls>();
        services.TryAddSingleton<PartReads>();
        services.TryAddSingleton<RunRemnants>();
        services.AddPlacementDirector<HostPlacement, HostPlacementDirector>();
        services.TryAddSingleton<NodeExecutors>();
        services.TryAddSingleton<NodeReportRouter>();
        services.TryAddSingleton<IRunLimits, ConfiguredRunLimits>();
        services.TryAddSingleton<RunEstimates>();
        services.TryAddSingleton<SurplusRuns>();
        services.TryAddSingleton(provider => new CronNotices(provider.GetRequiredService<IGrainFactory>()) { IsEnabled = KreweServiceCollectionExtensions.Options(provider).RunSchedules });
        services.TryAddSingleton<CronOperator>();
        services.TryAddSingleton<CronRecovery>();
        services.TryAddSingleton<ICronRuns, CronRuns>();
        services.TryAddSingleton(new NameSuffixes());
        services.TryAddSingleton<RunQuota>();
        services.TryAddSingleton<RunAdmission>();
        services.TryAddSingleton<ServiceTokens>();
        services.TryAddSingleton<EventInbox>();
        services.TryAddSingleton<EventBindings>();
        services.TryAddSingleton<EventDispatcher>();
        services.TryAddSingleton<RunLogs>();
        services.TryAddSingleton<RunViews>();
        services.TryAddSingleton<PipelineCatalog>();
        services.TryAddSingleton<FailureHistories>();
        services.TryAddSingleton<RunInsights>();
        services.TryAddSingleton<RunArtifacts>();
        services.TryAddSingleton<ArtifactComparisons>();
        services.TryAddSingleton<IArtifactRemover, ArtifactRemover>();
        services.TryAddSingleton<WorkflowService>();
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<UsageReports>();
        services.TryAddSingleton<SavedViews>();
        services.TryAddSingleton<Favourites>();
        services.TryAddSingleton<AuditedWorkflowService>();
        services.TryAddSingleton<IWorkflowService>(provider => provider.GetRequiredService<AuditedWorkflowService>());
        services.TryAddSingleton<RunWaiter>();
        services.AddSingleton<INodeExecutor>(provider => new ChildRunExecutor(
            // Later: the service itself knows the executors.
            () => provider.GetRequiredService<WorkflowService>(),
            provider.GetRequiredService<RunWaiter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>()));
        services.AddHostedService<MetricKeeper>();
        services.AddHostedService<EngineMaintenance>();
        services.AddHostedService(provider => provider.GetRequiredService<EventDispatcher>());
        services.AddSerializer(serializer => serializer.AddJsonSerializer(
            IsContract,
            isCopyable: static _ => false,
            options => options.Configure(json => json.SerializerOptions = ContractJson.Options)));
    }

    /// <summary>Types that travel between grains as JSON: the model, the engine's commands, the executors' reports.</summary>
    private static bool IsContract(Type type) => type.Namespace is "Krewe.Model" or "Krewe.Engine" or "Krewe.Executors";
}
