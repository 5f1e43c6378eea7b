using Krewe.Grains;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Krewe.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Registers where an engine keeps what it must not lose.</summary>
public static class KreweStorageExtensions
{
    /// <summary>The store that the options ask for, opened when the host starts.</summary>
    internal static void AddKreweStoreOfOptions(this IServiceCollection services)
    {
        services.AddKreweStore(provider =>
        {
            var options = KreweServiceCollectionExtensions.Options(provider);
            return new DeferredStore(cancellationToken => OpenAsync(options, provider.GetRequiredService<TimeProvider>(), cancellationToken));
        });
        services.AddHostedService<StoreOpener>();
    }

    /// <summary>Registers a store in place of the one that the options name, and a group committer in front of its log.</summary>
    public static IServiceCollection AddKreweStore(this IServiceCollection services, Func<IServiceProvider, IKreweStore> store)
    {
        services.AddSingleton(store);
        services.AddSingleton<IRunStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IRunQueries>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IRunRetention>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IObjectStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IMemoStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IPipelineStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<ICronStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IAuditStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IUsageStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton(provider => new GroupCommitter(provider.GetRequiredService<IKreweStore>(), logger: provider.GetService<ILogger<GroupCommitter>>(), meter: provider.GetService<EngineInstruments>()?.Meter));
        services.AddSingleton<IRunCommitter>(provider => provider.GetRequiredService<GroupCommitter>());
        return services;
    }

    private static async Task<IKreweStore> OpenAsync(KreweOptions options, TimeProvider time, CancellationToken cancellationToken) => options.PostgreSql is { } database
        ? await PostgreSqlStore.OpenAsync(database, time, cancellationToken).ConfigureAwait(false)
        : await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = options.DataFolder }, time, cancellationToken).ConfigureAwait(false);
}
