using Krewe.Artifacts;
using Krewe.Executors;
using Krewe.Executors.Http;
using Krewe.Executors.Http.Plugins;
using Krewe.Executors.Process;
using Krewe.Executors.Process.Logs;
using Krewe.Executors.Tasks;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Registers who does the work of nodes on this machine.</summary>
internal static partial class KreweExecutorExtensions
{
    /// <summary>Tasks of the host, local processes, HTTP requests, the local artifact store, and config maps from the store or from files.</summary>
    public static void AddKreweExecutors(this IServiceCollection services)
    {
        services.AddSingleton<IArtifactStore>(provider => new LocalArtifactStore(Path.Combine(Options(provider).Silo?.SharedFolder ?? Options(provider).DataFolder, "artifacts")));
        services.AddSingleton(provider => new ArtifactTransfer(ProcessExecutor.DefaultDrivers(provider.GetRequiredService<IArtifactStore>(), new LocalSecrets(Options(provider).Settings.SecretsDirectory), new HttpClient())));
        services.AddSingleton<IConfigMaps>(provider => new LocalConfigMaps(provider.GetRequiredService<IObjectStore>(), Options(provider).Settings.SecretsDirectory));
        services.AddSingleton<INodeLogs>(provider => new LocalNodeLogs(Options(provider).DataFolder));
        services.AddKreweTasks();
        services.AddSingleton(provider => new ProcessExecutor(ProcessOptions(provider), provider.GetRequiredService<IArtifactStore>(), time: provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INodeExecutor>(provider => provider.GetRequiredService<ProcessExecutor>());
        services.AddSingleton<IWorkRoom>(provider => provider.GetRequiredService<ProcessExecutor>());
        services.AddSingleton<ISecretValues>(provider => new LocalSecretValues(Options(provider).Settings.SecretsDirectory));
        services.AddSingleton(provider => new WebhookClients(Options(provider).Settings.SecretsDirectory));
        services.AddSingleton<HttpRequests>();
        services.AddSingleton<HttpExecutor>();
        services.AddSingleton(WithSecrets<HttpExecutor>);
        services.AddSingleton(provider => new PluginHost(Path.Combine(Options(provider).DataFolder, "plugins"), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PluginExecutor(
            provider.GetRequiredService<PluginHost>(),
            async (uid, cancellationToken) =>
            {
                var own = await RunSettingsStore.GetAsync(provider.GetRequiredService<IObjectStore>(), uid, cancellationToken).ConfigureAwait(false);
                var folder = own?.PluginsDirectory ?? Options(provider).Settings.PluginsDirectory;
                return folder is null ? [] : await LocalPlugins.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
            },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddSingleton(WithSecrets<PluginExecutor>);
        services.AddSingleton(provider => new KeptObjects(
            () => provider.GetRequiredService<WorkflowService>(),
            provider.GetRequiredService<IRunQueries>(),
            provider.GetRequiredService<IObjectStore>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INodeExecutor>(provider => new ResourceExecutor(
            provider.GetRequiredService<KeptObjects>(),
            provider.GetRequiredService<RunWaiter>(),
            provider.GetRequiredService<ArtifactTransfer>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>()));
    }

    // Before the plugins: these take every template that names one.
    private static void AddKreweTasks(this IServiceCollection services)
    {
        services.AddSingleton<TaskCatalog>();
        services.AddSingleton(provider => new TaskExecutor(
            provider.GetRequiredService<TaskCatalog>(),
            provider,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TaskExecutor>>(),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddSingleton(WithSecrets<TaskExecutor>);
        services.AddHostedService<TaskDrain>();
    }

    private static INodeExecutor WithSecrets<T>(IServiceProvider provider)
        where T : INodeExecutor => new SecretParameterExecutor(provider.GetRequiredService<T>(), provider.GetRequiredService<ISecretValues>());

    private static ProcessExecutorOptions ProcessOptions(IServiceProvider provider)
    {
        var options = Options(provider);
        var objects = provider.GetRequiredService<IObjectStore>();
        var process = new ProcessExecutorOptions
        {
            DataFolder = options.DataFolder,
            SecretsFolder = options.Settings.SecretsDirectory,
            Shims = new Dictionary<string, string>(options.Settings.Shims ?? new Dictionary<string, string>(), StringComparer.Ordinal),
            Runtime = options.Settings.Runtime,
            Warn = options.Notice ?? Log(provider),
            RunSettings = async (uid, cancellationToken) =>
                await RunSettingsStore.GetAsync(objects, uid, cancellationToken).ConfigureAwait(false) is { } settings
                    ? new ProcessRunSettings
                    {
                        SecretsFolder = settings.SecretsDirectory,
                        Shims = settings.Shims,
                        Runtime = settings.Runtime,
                        WorkingDirectory = null,
                    }
                    : null,
        };
        process.Slots = provider.GetRequiredService<ControllerConfig>().ProcessParallelism ?? process.Slots;
        process.VolumesFolder = options.Silo is { } cluster ? Path.Combine(cluster.SharedFolder, "volumes") : null;
        process.HostName = provider.GetRequiredService<ClusterHosts>().Own ?? process.HostName;
        return process;
    }

    private static Action<string> Log(IServiceProvider provider)
    {
        var logger = provider.GetRequiredService<ILogger<ProcessExecutor>>();
        return notice => LogNotice(logger, notice);
    }

    private static KreweOptions Options(IServiceProvider provider) => KreweServiceCollectionExtensions.Options(provider);

    [LoggerMessage(EventId = 320, Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void LogNotice(ILogger logger, string notice);
}
