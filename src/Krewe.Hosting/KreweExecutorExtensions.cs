using Krewe.Artifacts;
using Krewe.Executors;
using Krewe.Executors.Http;
using Krewe.Executors.Http.Plugins;
using Krewe.Executors.Process;
using Krewe.Executors.Process.Logs;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting;

/// <summary>Registers who does the work of nodes on this machine.</summary>
public static class KreweExecutorExtensions
{
    /// <summary>Local processes, HTTP requests, the local artifact store, and config maps from the store or from files.</summary>
    public static IServiceCollection AddKreweExecutors(this IServiceCollection services, KreweEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<IArtifactStore>(_ => new LocalArtifactStore(Path.Combine(options.DataFolder, "artifacts")));
        services.AddSingleton(provider => new ArtifactTransfer(ProcessExecutor.DefaultDrivers(provider.GetRequiredService<IArtifactStore>(), new LocalSecrets(options.Settings.SecretsDirectory), new HttpClient())));
        services.AddSingleton<IConfigMaps>(provider => new LocalConfigMaps(provider.GetRequiredService<IObjectStore>(), options.Settings.SecretsDirectory));
        services.AddSingleton<INodeLogs>(_ => new LocalNodeLogs(options.DataFolder));
        services.AddSingleton(provider => new ProcessExecutor(ProcessOptions(options, provider.GetRequiredService<ControllerConfig>(), provider.GetRequiredService<IObjectStore>()), provider.GetRequiredService<IArtifactStore>(), time: provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INodeExecutor>(provider => provider.GetRequiredService<ProcessExecutor>());
        services.AddSingleton<IHttpSecrets>(_ => new LocalHttpSecrets(options.Settings.SecretsDirectory));
        services.AddSingleton(_ => new WebhookClients(options.Settings.SecretsDirectory));
        services.AddSingleton<HttpRequests>();
        services.AddSingleton<INodeExecutor, HttpExecutor>();
        services.AddSingleton(provider => new PluginHost(Path.Combine(options.DataFolder, "plugins"), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INodeExecutor>(provider => new PluginExecutor(
            provider.GetRequiredService<PluginHost>(),
            async (uid, cancellationToken) =>
            {
                var own = await RunSettingsStore.GetAsync(provider.GetRequiredService<IObjectStore>(), uid, cancellationToken).ConfigureAwait(false);
                var folder = own?.PluginsDirectory ?? options.Settings.PluginsDirectory;
                return folder is null ? [] : await LocalPlugins.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
            },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
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
        return services;
    }

    private static ProcessExecutorOptions ProcessOptions(KreweEngineOptions options, ControllerConfig config, IObjectStore objects)
    {
        var process = new ProcessExecutorOptions
        {
            DataFolder = options.DataFolder,
            SecretsFolder = options.Settings.SecretsDirectory,
            Shims = new Dictionary<string, string>(options.Settings.Shims ?? new Dictionary<string, string>(), StringComparer.Ordinal),
            Runtime = options.Settings.Runtime,
            Warn = options.Notice,
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
        process.Slots = config.ProcessParallelism ?? process.Slots;
        return process;
    }
}
