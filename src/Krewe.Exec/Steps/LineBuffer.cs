namespace Krewe.Exec.Steps;

/// <summary>Cuts one stream into log lines of at most 16 KiB.</summary>
internal sealed class LineBuffer(string stream, Masker masker)
{
    private const int MaxLine = 16 * 1024;
    private readonly byte[] _full = [.. System.Text.Encoding.ASCII.GetBytes($" {stream} F ")];
    private readonly byte[] _partial = [.. System.Text.Encoding.ASCII.GetBytes($" {stream} P ")];
    private byte[] _rest = [];
    private int _length;

    /// <summary>Takes what was read and writes whole lines to <paramref name="log"/>.</summary>
    public void Append(ReadOnlySpan<byte> data, ReadOnlySpan<byte> time, List<byte> log)
    {
        while (data.Length > 0)
        {
            var end = data.IndexOf((byte)'\n');
            var piece = end < 0 ? data : data[..end];
            Keep(piece);
            if (end >= 0)
                Write(time, _full, _rest.AsSpan(0, _length), log);
            else if (_length > MaxLine + masker.Overlap)
            {
                WritePartial(time, log);
                return;
            }
            else
                return;
            _length = 0;
            data = data[(end + 1)..];
        }
    }

    /// <summary>Writes what is left without a line end.</summary>
    public void Finish(ReadOnlySpan<byte> time, List<byte> log)
    {
        if (_length > 0)
            Write(time, _partial, _rest.AsSpan(0, _length), log);
        _length = 0;
    }

    // A secret that straddles the cut would escape: the tail that may begin one stays for the next line.
    private void WritePartial(ReadOnlySpan<byte> time, List<byte> log)
    {
        var take = _length;
        if (!masker.IsEmpty)
        {
            var masked = masker.Mask(_rest.AsSpan(0, _length));
            Replace(masked);
            take = Math.Max(0, _length - masker.Overlap);
        }
        var at = 0;
        while (take - at >= MaxLine)
        {
            Write(time, _partial, _rest.AsSpan(at, MaxLine), log);
            at += MaxLine;
        }
        _rest.AsSpan(at, _length - at).CopyTo(_rest);
        _length -= at;
    }

    private void Replace(byte[] content)
    {
        _rest = content.Length >= _rest.Length ? content : _rest;
        content.CopyTo(_rest, 0);
        _length = content.Length;
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        if (_length + piece.Length > _rest.Length)
            Array.Resize(ref _rest, Math.Max(256, (_length + piece.Length) * 2));
        piece.CopyTo(_rest.AsSpan(_length));
        _length += piece.Length;
    }

    private void Write(ReadOnlySpan<byte> time, byte[] tag, ReadOnlySpan<byte> line, List<byte> log)
    {
        log.AddRange(time);
        log.AddRange(tag);
        if (!masker.IsEmpty && masker.Contains(line))
            log.AddRange(masker.Mask(line));
        else
            log.AddRange(line);
        log.Add((byte)'\n');
    }
}
