using System.Text;
using Krewe.Exec.Native;
using Krewe.Exec.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Exec.Steps;

/// <summary>A private view of the file system that simple steps use one after the other: a <c>/tmp</c> and a folder to start in.</summary>
/// <remarks>
/// Making folders and mounts for a step costs more than starting its process. A lane is used again only if the step has left
/// no trace: what it left in the folders is moved to its own, and the lane is thrown away with it; so it is when the step
/// changed its mounts, or when any process is about that belongs to no running step and might still hold the folders.
/// </remarks>
internal sealed unsafe class Lane : IDisposable
{
    private readonly List<Watched> _watched = [];
    private readonly string _folder;
    private int _mounts = -1;
    private int _mountTable = -1;

    private Lane(string folder) => _folder = folder;

    /// <summary>Host path of the folder that the step sees as <see cref="ExecFiles.Shared"/>.</summary>
    public string Shared => Path.Combine(_folder, ExecFiles.StepShared);

    private string Tmp => Path.Combine(_folder, ExecFiles.StepTmp);

    /// <summary>Makes one in <paramref name="folder"/>. On a spawner's thread, which must leave the view afterwards in any case.</summary>
    public static Lane Create(string folder, string sharedPath)
    {
        var lane = new Lane(folder);
        try
        {
            lane.MakeFolders(sharedPath);
            MountView.Enter([
                new MountSpec { Kind = MountSpec.Bind, Source = lane.Tmp, Target = "/tmp" },
                new MountSpec { Kind = MountSpec.Bind, Source = lane.Shared, Target = sharedPath }]);
            lane._mounts = Libc.open("/proc/thread-self/ns/mnt", Libc.ORdonly | Libc.OCloexec, 0);
            lane._mountTable = Libc.open("/proc/thread-self/mountinfo", Libc.ORdonly | Libc.OCloexec, 0);
            return lane._mounts >= 0 && lane._mountTable >= 0 ? lane : throw new IOException("private view: " + Libc.Error(Libc.Errno));
        }
        catch
        {
            lane.Dispose();
            throw;
        }
    }

    /// <summary>Gives the calling thread this view; false if its mounts are not what they were, on the host or by a step.</summary>
    public bool TryEnter()
    {
        var item = new PollItem { Descriptor = _mountTable, Wanted = Libc.PollPri };
        return Libc.poll(&item, 1, 0) == 0 && Libc.setns(_mounts, Libc.CloneNewNs) == 0;
    }

    /// <summary>Whether the last step has left the folders as they were.</summary>
    public bool IsClean => _watched.TrueForAll(w => w.IsClean);

    /// <summary>Moves what a step left in the folders to its own folder, for whoever collects outputs. The lane must not be used again.</summary>
    public void MoveTo(string stepFolder)
    {
        Directory.CreateDirectory(stepFolder, StepJournal.OwnerFolder);
        Directory.Move(Tmp, Path.Combine(stepFolder, ExecFiles.StepTmp));
        Directory.Move(Shared, Path.Combine(stepFolder, ExecFiles.StepShared));
    }

    /// <summary>Deletes the lane.</summary>
    public void Dispose()
    {
        foreach (var watched in _watched)
            watched.Handle.Dispose();
        foreach (var fd in (ReadOnlySpan<int>)[_mounts, _mountTable])
        {
            if (fd >= 0)
                _ = Libc.close(fd);
        }
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SupervisorLog.Write($"{_folder}: {e.Message}");
        }
    }

    private void MakeFolders(string sharedPath)
    {
        Directory.CreateDirectory(Path.Combine(Shared, ExecFiles.StepWork));
        Directory.CreateDirectory(Tmp);
        Watch(Shared, ExecFiles.StepWork);
        Watch(Path.Combine(Shared, ExecFiles.StepWork), "");
        // The data folder itself may lie in /tmp, where the step then sees nothing of it but the way to this folder.
        var way = sharedPath.StartsWith("/tmp/", StringComparison.Ordinal) ? sharedPath["/tmp/".Length..].Split('/') : [];
        var at = Tmp;
        foreach (var part in way)
        {
            Watch(at, part);
            at = Directory.CreateDirectory(Path.Combine(at, part)).FullName;
        }
        Watch(at, "");
    }

    private void Watch(string folder, string except)
    {
        var fd = Libc.open(folder, Libc.ORdonly | Libc.ODirectory | Libc.OCloexec, 0);
        if (fd < 0)
            throw new IOException($"open {folder}: {Libc.Error(Libc.Errno)}");
        var handle = new SafeFileHandle(fd, ownsHandle: true);
        _watched.Add(new Watched(fd, handle, File.GetUnixFileMode(handle), Encoding.UTF8.GetBytes(except)));
    }

    private sealed record Watched(int Fd, SafeFileHandle Handle, UnixFileMode Mode, byte[] Except)
    {
        public bool IsClean => File.GetUnixFileMode(Handle) == Mode && FolderContents.IsEmpty(Fd, Except);
    }
}
