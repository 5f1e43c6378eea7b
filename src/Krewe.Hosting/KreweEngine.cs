using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Settings;
using Krewe.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Hosting;

/// <summary>An engine inside this process: one silo, its store and its executors. Started once, stopped by disposing it.</summary>
public sealed class KreweEngine : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly DataFolderLock? _folder;

    private KreweEngine(IHost host, DataFolderLock? folder) => (_host, _folder) = (host, folder);

    /// <summary>The door to the engine.</summary>
    public IWorkflowService Workflows => _host.Services.GetRequiredService<IWorkflowService>();

    /// <summary>Everything the engine is made of, for hosts that add to it.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>
    /// Starts an engine on a data folder, which it owns until it is disposed. Runs that were live go on.
    /// </summary>
    /// <param name="options">Where and how.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="StorageException">The folder cannot be used, or another engine owns it.</exception>
    /// <exception cref="KreweException">The file of settings in the folder is wrong.</exception>
    public static async Task<KreweEngine> StartAsync(KreweEngineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.DataFolder, nameof(options));
        // The file in the folder is locked by its store; without it the steps that run there still have one owner.
        var folder = options.PostgreSql is null ? null : DataFolderOwner.Take(options.DataFolder, TimeProvider.System);
        try
        {
            return new KreweEngine(await StartHostAsync(options, cancellationToken).ConfigureAwait(false), folder);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    private static async Task<IHost> StartHostAsync(KreweEngineOptions options, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(options.LogLevel);
        options.ConfigureLogging?.Invoke(builder.Logging);
        builder.Services.AddSingleton<IOptions<KreweOptions>>(Options.Create<KreweOptions>(options));
        builder.Services.AddKreweParts(options.Cluster);
        options.ConfigureServices?.Invoke(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync(host).ConfigureAwait(false);
            throw;
        }

        return host;
    }

    /// <summary>Name of the file of settings in the data folder.</summary>
    public const string ConfigFile = "config.yaml";

    /// <summary>The settings in a data folder; without a file, none.</summary>
    /// <param name="dataFolder">The folder, which need not be there yet.</param>
    /// <exception cref="KreweException">The file is wrong.</exception>
    public static ControllerConfig ReadConfig(string dataFolder)
    {
        var file = Path.Combine(dataFolder, ConfigFile);
        if (!File.Exists(file))
        {
            return new ControllerConfig();
        }

        var read = ControllerConfigFile.Parse(File.ReadAllText(file), file);
        return read.Value ?? throw new KreweException(KreweErrorCode.InvalidArgument, read.Error ?? $"{file} holds no settings");
    }

    /// <summary>Starts an engine that ends when the returned service is disposed.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="StorageException">The folder cannot be used, or another engine owns it.</exception>
    public static async Task<IWorkflowService> StartOwnedAsync(KreweEngineOptions options, CancellationToken cancellationToken = default)
    {
        var engine = await StartAsync(options, cancellationToken).ConfigureAwait(false);
        engine.Services.GetRequiredService<WorkflowService>().OnDispose = engine.DisposeAsync;
        return engine.Workflows;
    }

    /// <summary>Stops taking work, writes what is decided, and lets the data folder go. Steps that run go on and are attached again by the next engine.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        await DisposeAsync(_host).ConfigureAwait(false);
        _folder?.Dispose();
    }

    private static async ValueTask DisposeAsync(IHost host)
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            host.Dispose();
        }
    }
}
