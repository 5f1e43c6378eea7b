using System.Runtime.InteropServices;

namespace Krewe.Exec.Native;

/// <summary>The system calls that .NET does not offer. All return -1 (or an errno, for posix_spawn) on failure.</summary>
internal static unsafe partial class Libc
{
    public const int CloneNewNs = 0x20000;
    public const int CloneFs = 0x200;
    public const ulong MsRdonly = 1, MsNosuid = 2, MsNodev = 4, MsNoexec = 8, MsRemount = 32, MsBind = 4096, MsRec = 16384, MsPrivate = 1 << 18;
    public const int OCloexec = 0x80000, ONonblock = 0x800, OPath = 0x200000, ORdonly = 0, ODirectory = 0x10000;
    public const int SigKill = 9, SigTerm = 15;
    public const int EIntr = 4, EChild = 10, EAgain = 11, ENoent = 2, EAcces = 13;
    public const int EpollIn = 1, EpollOut = 4, EpollCtlAdd = 1, EpollCtlMod = 3;
    public const short PollPri = 2, PollErr = 8;
    public const int WaitNoHang = 1, MsgNoSignal = 0x4000;
    public const short SpawnSetSigDef = 4, SpawnSetSigMask = 8, SpawnSetSid = 0x80;

    [LibraryImport("libc", SetLastError = true)] public static partial int unshare(int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial int setns(int fd, int type);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] public static partial int mount(string? source, string target, string? type, ulong flags, nint data);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] public static partial int chroot(string path);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] public static partial int chdir(string path);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] public static partial int access(string path, int mode);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] public static partial int open(string path, int flags, int mode);
    [LibraryImport("libc", SetLastError = true)] public static partial int close(int fd);
    [LibraryImport("libc", SetLastError = true)] public static partial int pipe2(int* fds, int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial nint read(int fd, byte* buffer, nint count);
    [LibraryImport("libc", SetLastError = true)] public static partial nint write(int fd, byte* buffer, nint count);
    [LibraryImport("libc", SetLastError = true)] public static partial int fcntl(int fd, int command, int argument);
    [LibraryImport("libc", SetLastError = true)] public static partial int kill(int pid, int signal);
    [LibraryImport("libc", SetLastError = true)] public static partial int waitpid(int pid, int* status, int options);
    [LibraryImport("libc", SetLastError = true)] public static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);
    [LibraryImport("libc", SetLastError = true)] public static partial int epoll_create1(int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial int epoll_ctl(int epfd, int op, int fd, byte* ev);
    [LibraryImport("libc", SetLastError = true)] public static partial int epoll_wait(int epfd, byte* events, int max, int timeout);
    [LibraryImport("libc", SetLastError = true)] public static partial int poll(PollItem* items, nuint count, int timeout);
    [LibraryImport("libc", SetLastError = true)] public static partial nint send(int fd, byte* buffer, nint count, int flags);
    [LibraryImport("libc", SetLastError = true)] public static partial nint pread(int fd, byte* buffer, nint count, long offset);
    [LibraryImport("libc", SetLastError = true)] public static partial long lseek(int fd, long offset, int whence);
    [LibraryImport("libc", SetLastError = true)] public static partial nint getdents64(int fd, byte* buffer, nint count);
    [LibraryImport("libc", SetLastError = true)] private static partial nint syscall(nint number, nint a, nint b, nint c, nint d);
    [LibraryImport("libc", SetLastError = true)] public static partial int eventfd(uint initial, int flags);
    [LibraryImport("libc")] public static partial int getpid();
    [LibraryImport("libc")] public static partial uint geteuid();
    [LibraryImport("libc")] public static partial uint umask(uint mask);
    [LibraryImport("libc", SetLastError = true)] public static partial int setrlimit(int resource, ulong* limits);
    [LibraryImport("libc", SetLastError = true)] public static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport("libc")] public static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);
    [LibraryImport("libc")] public static partial int posix_spawn_file_actions_init(void* actions);
    [LibraryImport("libc")] public static partial int posix_spawn_file_actions_destroy(void* actions);
    [LibraryImport("libc")] public static partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);
    [LibraryImport("libc")] public static partial int posix_spawnattr_init(void* attributes);
    [LibraryImport("libc")] public static partial int posix_spawnattr_destroy(void* attributes);
    [LibraryImport("libc")] public static partial int posix_spawnattr_setflags(void* attributes, short flags);
    [LibraryImport("libc")] public static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);
    [LibraryImport("libc")] public static partial int posix_spawnattr_setsigmask(void* attributes, void* set);

    /// <summary>A descriptor that becomes ready when the process ends; the number of the call is the same on all architectures.</summary>
    public static int PidfdOpen(int pid) => (int)syscall(434, pid, 0, 0, 0);

    /// <summary>Text of an errno, for messages.</summary>
    public static string Error(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    /// <summary>errno of the last call on this thread.</summary>
    public static int Errno => Marshal.GetLastPInvokeError();
}
