using Krewe.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Krewe.Hosting;

/// <summary>Keeps the data folder of an engine that has its store elsewhere for this process: the steps that run there have one owner.</summary>
internal sealed class DataFolderOwner(IOptions<KreweOptions> options, TimeProvider time) : IHostedService, IDisposable
{
    private DataFolderLock? _lock;

    /// <summary>Takes the folder of an engine, which is made if it is missing.</summary>
    /// <exception cref="StorageException">It cannot be used, or another process has it.</exception>
    public static DataFolderLock Take(string dataFolder, TimeProvider time)
    {
        try
        {
            Create(dataFolder);
            return DataFolderLock.Take(dataFolder, time);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new StorageException($"data folder '{dataFolder}' cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Makes the folder, for its owner alone.</summary>
    public static void Create(string dataFolder) => Directory.CreateDirectory(dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A store that is a file in the folder locks it itself.
        _lock = options.Value.PostgreSql is null ? null : Take(options.Value.DataFolder, time);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>With the host, after all that uses the folder has stopped.</summary>
    public void Dispose() => _lock?.Dispose();
}
