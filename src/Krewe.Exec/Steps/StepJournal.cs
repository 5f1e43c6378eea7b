using System.Text.Json;
using Krewe.Exec.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Exec.Steps;

/// <summary>The file by which starts and ends of a run's steps outlive the supervisor: one line of JSON each, only ever added to.</summary>
/// <remarks>One file a run and not files a step, since a new file costs more than all else that is done for a short step.</remarks>
internal sealed class StepJournal : IDisposable
{
    private const long Running = -1;
    private readonly SafeFileHandle _file;

    // Where the line of a step's end begins, or that there is none.
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly MemoryStream _line = new();
    private long _length;
    private bool _torn;

    /// <summary>Opens the file and reads what it says.</summary>
    public StepJournal(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!, OwnerFolder);
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Read();
    }

    /// <summary>Mode of folders that are the owner's alone.</summary>
    public const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Path { get; }

    /// <summary>Steps in memory that belong to this file.</summary>
    public int Live { get; set; }

    /// <summary>Says, before the process starts, that from now on it may have run.</summary>
    public void WriteStart(string id)
    {
        Append(new ExecEvent { Op = ExecEvent.Started, Id = id });
        _ends[id] = Running;
    }

    public void WriteExit(string id, StepExit exit) => _ends[id] = Append(new ExecEvent { Op = ExecEvent.Exited, Id = id, Exit = exit });

    /// <summary>Whether the step has been started once, and how it ended: null if that is not known.</summary>
    public bool Knows(string id, out StepExit? exit)
    {
        exit = null;
        if (!_ends.TryGetValue(id, out var at))
            return false;
        if (at != Running)
            exit = Parse(ReadLine(at))?.Exit;
        return true;
    }

    public void Dispose() => _file.Dispose();

    private void Read()
    {
        var all = new byte[RandomAccess.GetLength(_file)];
        var count = 0;
        while (count < all.Length && RandomAccess.Read(_file, all.AsSpan(count), count) is > 0 and var read)
            count += read;
        for (var at = 0; at < count;)
        {
            var end = Array.IndexOf(all, (byte)'\n', at, count - at);
            if (Parse(all.AsSpan(at, (end < 0 ? count : end) - at)) is { Id: { } id } said)
                _ends[id] = said.Exit is null ? Running : at;
            // What a dying supervisor wrote half of is a line of its own.
            _torn = end < 0;
            at = end < 0 ? count : end + 1;
        }
        _length = count;
    }

    // A line that a power cut has spoilt says nothing.
    private static ExecEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty ? null : JsonSerializer.Deserialize(line, ExecJson.Default.ExecEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] ReadLine(long at)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var count = RandomAccess.Read(_file, buffer, at);
            if (buffer.AsSpan(0, count).IndexOf((byte)'\n') is >= 0 and var end)
                return buffer[..end];
            if (count < buffer.Length)
                return buffer[..count];
            buffer = new byte[buffer.Length * 4];
        }
    }

    private long Append(ExecEvent said)
    {
        _line.SetLength(0);
        if (_torn)
            _line.WriteByte((byte)'\n');
        var begin = _length + _line.Length;
        JsonSerializer.Serialize(_line, said, ExecJson.Default.ExecEvent);
        _line.WriteByte((byte)'\n');
        // Until the write is known to be whole.
        _torn = true;
        RandomAccess.Write(_file, _line.GetBuffer().AsSpan(0, (int)_line.Length), _length);
        _torn = false;
        _length += _line.Length;
        return begin;
    }
}
