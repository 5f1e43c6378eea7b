namespace Krewe.Exec.Native;

internal static class Limits
{
    private const int OpenFiles = 7;

    /// <summary>Every running step holds two pipes: take as many descriptors as are allowed.</summary>
    public static unsafe void RaiseOpenFiles()
    {
        var limits = stackalloc ulong[2];
        if (Libc.getrlimit(OpenFiles, limits) == 0 && limits[0] < limits[1])
        {
            limits[0] = limits[1];
            _ = Libc.setrlimit(OpenFiles, limits);
        }
    }
}
