using System.Globalization;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Exec.Protocol;

/// <summary>Address of a Unix socket whose path may be longer than the 107 bytes the system allows.</summary>
public sealed class SocketPath : IDisposable
{
    private const int Longest = 100;
    private readonly SafeFileHandle? _folder;

    private SocketPath(UnixDomainSocketEndPoint endPoint, SafeFileHandle? folder)
    {
        EndPoint = endPoint;
        _folder = folder;
    }

    /// <summary>Where to bind or connect, while this object lives.</summary>
    public UnixDomainSocketEndPoint EndPoint { get; }

    /// <summary>A short path for <paramref name="path"/>: through the descriptor of its folder when it is long.</summary>
    public static SocketPath Open(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= Longest)
            return new SocketPath(new UnixDomainSocketEndPoint(path), null);
        var folder = FolderHandle.Open(Path.GetDirectoryName(path)!);
        var shortPath = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.DangerousGetHandle()}/{Path.GetFileName(path)}");
        return new SocketPath(new UnixDomainSocketEndPoint(shortPath), folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder?.Dispose();
}
