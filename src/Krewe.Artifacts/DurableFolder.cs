using System.Runtime.InteropServices;

namespace Krewe.Artifacts;

/// <summary>Makes names of files survive a loss of power: .NET flushes files but opens no folders.</summary>
internal static partial class DurableFolder
{
    private const int ReadOnlyFolderCloseOnExec = 0x10000 | 0x80000;

    /// <summary>Creates a folder and what is missing above it; each new name is flushed in its parent.</summary>
    public static void Create(string folder, Action<string> flush)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder)!;
        Create(parent, flush);
        Directory.CreateDirectory(folder);
        flush(parent);
    }

    /// <summary>Flushes the entries of a folder to disk.</summary>
    public static void Flush(string folder)
    {
        // Elsewhere renames are made durable by the file system itself.
        if (!OperatingSystem.IsLinux())
            return;
        var handle = Open(folder, ReadOnlyFolderCloseOnExec);
        if (handle < 0)
            throw new IOException($"open {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Synchronise(handle) != 0)
                throw new IOException($"fsync {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
