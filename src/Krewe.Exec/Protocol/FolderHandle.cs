using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Exec.Protocol;

/// <summary>Opens folders, which .NET's own file API does not.</summary>
internal static partial class FolderHandle
{
    private const int PathOnlyCloseOnExec = 0x200000 | 0x80000;

    public static SafeFileHandle Open(string folder)
    {
        var fd = OpenPath(folder, PathOnlyCloseOnExec, 0);
        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw new DirectoryNotFoundException(folder);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenPath(string path, int flags, int mode);
}
