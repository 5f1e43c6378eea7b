using System.Globalization;

namespace Krewe.Storage;

/// <summary>
/// Keeps a data folder for one process. The lock is the operating system's on an open file, so it ends with the process
/// however that ends. Who holds it stands in a file beside it, since the runtime locks readers of the first one out too.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    /// <summary>File that is locked.</summary>
    public const string FileName = "krewe.lock";
    /// <summary>File that says who holds the lock.</summary>
    public const string HolderFileName = "krewe.pid";

    private readonly FileStream _file;
    private readonly string _holderPath;

    private DataFolderLock(FileStream file, string holderPath) => (_file, _holderPath) = (file, holderPath);

    /// <summary>Takes the lock of a folder that is there.</summary>
    /// <exception cref="StorageException">Another process has it.</exception>
    public static DataFolderLock Take(string folder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var holderPath = Path.Combine(folder, HolderFileName);
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StorageException($"data folder '{folder}' is in use by {Holder(holderPath)}: end it or use another folder", exception);
        }

        try
        {
            File.WriteAllText(holderPath, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\n"));
            return new DataFolderLock(file, holderPath);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        File.Delete(_holderPath);
        _file.Dispose();
    }

    private static string Holder(string path)
    {
        try
        {
            var parts = File.ReadAllText(path).Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return parts is [var pid, var since] ? $"process {pid} (since {since})" : "another process";
        }
        catch (IOException)
        {
            // The holder is just coming or going.
            return "another process";
        }
    }
}
