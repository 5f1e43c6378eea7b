using System.Diagnostics;
using System.Globalization;

namespace Krewe.Storage.Sqlite;

/// <summary>
/// Keeps a data folder for one process. The lock is the operating system's on an open file, so it ends with the process
/// however that ends; the text inside only says who holds it.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    public const string FileName = "krewe.lock";

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    public static DataFolderLock Take(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, FileName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StorageException($"data folder '{folder}' is in use by {Holder(path)}: end it or use another folder", exception);
        }

        file.SetLength(0);
        using var process = Process.GetCurrentProcess();
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{process.Id} {time.GetUtcNow():O}\n"));
        }

        file.Flush(flushToDisk: false);
        return new DataFolderLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            // ReadWrite sharing takes no lock of its own, so the holder's text can be read.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            var parts = reader.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return parts is [var pid, var since] ? $"process {pid} (since {since})" : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
