using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>Writes a step's output to its log file as it comes. On the loop's thread.</summary>
internal sealed class LogWriter(StepSpec spec) : IDisposable
{
    private readonly Masker _masker = new(spec.Masks, Masker.ShortestInLogs);
    private readonly List<byte> _pending = [];
    private LineBuffer? _out;
    private LineBuffer? _err;
    private FileStream? _file;
    private byte[]? _result;

    public void Append(bool isError, ReadOnlySpan<byte> data)
    {
        if (!isError && spec.KeepResult > 0)
            KeepResult(data);
        var buffer = isError ? _err ??= new LineBuffer("stderr", _masker) : _out ??= new LineBuffer("stdout", _masker);
        buffer.Append(data, Time(), _pending);
        Flush();
    }

    public void Dispose()
    {
        _out?.Finish(Time(), _pending);
        _err?.Finish(Time(), _pending);
        Flush();
        _file?.Dispose();
        if (_result is not null)
            WriteResult(_result);
    }

    private void Flush()
    {
        if (_pending.Count == 0)
            return;
        // The file comes with the first line: most short steps say nothing, and a file costs as much as a mount.
        _file ??= Open(FileMode.Append, ExecFiles.Log);
        _file.Write(CollectionsMarshal.AsSpan(_pending));
        _pending.Clear();
    }

    private void KeepResult(ReadOnlySpan<byte> data)
    {
        _result ??= [];
        var limit = spec.KeepResult;
        // A ring would save copying, but it is only paid by those few steps whose result is asked for.
        if (_result.Length + data.Length > limit * 2)
            _result = _result[Math.Max(0, _result.Length - limit)..];
        var at = _result.Length;
        Array.Resize(ref _result, at + data.Length);
        data.CopyTo(_result.AsSpan(at));
    }

    private void WriteResult(byte[] result)
    {
        using var file = Open(FileMode.Create, ExecFiles.Result);
        var kept = result.AsSpan(Math.Max(0, result.Length - spec.KeepResult));
        var masker = new Masker(spec.Masks, Masker.ShortestInOutputs);
        file.Write(masker.IsEmpty ? kept : masker.Mask(kept));
    }

    private FileStream Open(FileMode mode, string name)
    {
        Directory.CreateDirectory(spec.Folder, StepJournal.OwnerFolder);
        return new FileStream(Path.Combine(spec.Folder, name), new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private static byte[] Time() =>
        Encoding.ASCII.GetBytes(TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture));
}
