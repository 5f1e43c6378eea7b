using System.Buffers;

namespace Krewe.Api;

/// <summary>Hands on what is written to it line by line; a writer waits until its line is taken.</summary>
internal sealed class LineStream(Func<ReadOnlyMemory<byte>, CancellationToken, Task> take) : Stream
{
    private ArrayBufferWriter<byte> _rest = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What came after the last end of a line.</summary>
    public ReadOnlyMemory<byte> Rest => _rest.WrittenMemory;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = buffer[..end];
            if (_rest.WrittenCount > 0)
            {
                _rest.Write(line.Span);
                line = _rest.WrittenMemory;
                _rest = new ArrayBufferWriter<byte>();
            }

            await take(line, cancellationToken).ConfigureAwait(false);
            buffer = buffer[(end + 1)..];
        }

        _rest.Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Lines are handed on as they are written.
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
