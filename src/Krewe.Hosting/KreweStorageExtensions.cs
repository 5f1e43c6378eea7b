using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Krewe.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Registers where an engine keeps what it must not lose.</summary>
public static class KreweStorageExtensions
{
    /// <summary>Opens the database file of a data folder (created and migrated as needed) and registers it.</summary>
    /// <exception cref="StorageException">The folder cannot be used, or another engine owns it.</exception>
    public static async Task<IServiceCollection> AddKreweSqliteAsync(this IServiceCollection services, string dataFolder, CancellationToken cancellationToken = default)
    {
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = dataFolder }, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return services.AddKreweStore(_ => store);
    }

    /// <summary>Connects to a PostgreSQL database, brings its schema up to date and registers it.</summary>
    /// <exception cref="StorageException">The database cannot be used, or another engine has it.</exception>
    public static async Task<IServiceCollection> AddKrewePostgreSqlAsync(this IServiceCollection services, PostgreSqlStoreOptions options, CancellationToken cancellationToken = default)
    {
        var store = await PostgreSqlStore.OpenAsync(options, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return services.AddKreweStore(_ => store);
    }

    /// <summary>Registers a store, and a group committer in front of its log.</summary>
    public static IServiceCollection AddKreweStore(this IServiceCollection services, Func<IServiceProvider, IKreweStore> store)
    {
        services.AddSingleton(store);
        services.AddSingleton<IRunStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IRunQueries>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IRunRetention>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IObjectStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<IMemoStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton<ICronStore>(provider => provider.GetRequiredService<IKreweStore>());
        services.AddSingleton(provider => new GroupCommitter(provider.GetRequiredService<IKreweStore>(), logger: provider.GetService<ILogger<GroupCommitter>>()));
        services.AddSingleton<IRunCommitter>(provider => provider.GetRequiredService<GroupCommitter>());
        return services;
    }
}
