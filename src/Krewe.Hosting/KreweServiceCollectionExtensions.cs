using Krewe.Client;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Hosting;

/// <summary>Embeds an engine in a .NET host.</summary>
public static class KreweServiceCollectionExtensions
{
    /// <summary>
    /// Puts an engine into the host: its silo, store and executors start and stop with it, and <see cref="IWorkflowService"/>
    /// is there to be injected. Called again, it only adds to the options.
    /// </summary>
    /// <remarks>
    /// Hosted services that use the engine as soon as they start are registered after it: a host starts them in order. When
    /// the host stops, steps that run as processes go on and are attached again by the next one; tasks of the host are told
    /// to end and are done again. Of what the engine is built on, only warnings are logged unless the host says otherwise.
    /// </remarks>
    /// <param name="services">Services of the host.</param>
    /// <param name="configure">Sets the options; <see cref="KreweOptions.DataFolder"/> is required.</param>
    /// <param name="cluster">
    /// How the engine is one of several, embedded or not, that share the work; null: it is alone. Needs
    /// <see cref="KreweOptions.PostgreSql"/>, with <c>Shared</c>. All of them need the same tasks.
    /// </param>
    /// <returns>A builder that adds tasks.</returns>
    /// <exception cref="InvalidOperationException">It was called before, and <paramref name="cluster"/> comes too late.</exception>
    /// <exception cref="KreweException">The certificates of the cluster cannot be used.</exception>
    public static KreweBuilder AddKrewe(this IServiceCollection services, Action<KreweOptions> configure, KreweClusterOptions? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configure);
        if (!services.Any(item => item.ServiceType == typeof(WorkflowService)))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KreweOptions>, KreweOptionsValidator>());
            services.AddOptions<KreweOptions>().ValidateOnStart();
            services.Configure<KreweOptions>(options => options.Silo = cluster);
            services.TryAddSingleton(TimeProvider.System);
            services.AddHostedService<DataFolderOwner>();
            services.AddKreweParts(cluster);
            services.Configure<LoggerFilterOptions>(Quieten);
        }
        else if (cluster is not null)
        {
            throw new InvalidOperationException("the cluster of an engine is given with the first call of AddKrewe");
        }

        return new KreweBuilder(services);
    }

    /// <summary>All that an engine is made of; its options are registered apart.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="cluster">How the engine is one of several; null: it is alone.</param>
    internal static void AddKreweParts(this IServiceCollection services, KreweClusterOptions? cluster)
    {
        services.TryAddSingleton(provider => ConfigOf(Options(provider)));
        if (cluster is not null)
        {
            services.AddKreweHosts(cluster);
        }

        services.AddKreweStoreOfOptions();
        services.AddKreweEngine();
        services.AddKreweExecutors();
        services.AddOrleans(silo =>
        {
            if (cluster is null)
            {
                silo.UseKreweSingleSilo();
            }
            else
            {
                silo.UseKreweCluster(cluster);
            }
        });
    }

    /// <summary>The options that the engine lives by.</summary>
    internal static KreweOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<KreweOptions>>().Value;

    // What it is built on writes a page of settings at every start. First, so that a rule of the host's own goes before.
    private static void Quieten(LoggerFilterOptions filters)
    {
        foreach (var category in new[] { "Orleans", "Polly" })
        {
            filters.Rules.Insert(0, new LoggerFilterRule(null, category, LogLevel.Warning, null));
        }
    }

    // Read when the engine is put together, before the store is opened: a wrong file must not leave the folder locked.
    private static ControllerConfig ConfigOf(KreweOptions options) => options.Config ?? KreweEngine.ReadConfig(options.DataFolder);
}
