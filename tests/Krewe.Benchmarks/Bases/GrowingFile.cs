using System.Diagnostics;
using System.Threading.Channels;

namespace Krewe.Benchmarks.Bases;

/// <summary>Base F1: group commit of small records into a file that grows. One writer takes what waits, writes it, flushes it, answers.</summary>
internal sealed class GrowingFile : IAsyncDisposable
{
    private const int RecordBytes = 200;
    private readonly Channel<TaskCompletionSource> _queue = Channel.CreateUnbounded<TaskCompletionSource>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private readonly Task _writer;

    private GrowingFile(string folder)
    {
        _file = File.OpenHandle(Path.Combine(folder, "f1-" + Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose);
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Records a second that are on the disk, with that many callers of which each waits for its record.</summary>
    public static async Task<double> RecordsPerSecondAsync(string folder, int callers, TimeSpan duration)
    {
        await using var file = new GrowingFile(folder);
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < duration; count++)
            {
                await file.AppendAsync();
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _writer;
        _file.Dispose();
    }

    private Task AppendAsync()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite(answer);
        return answer.Task;
    }

    private async Task WriteAsync()
    {
        var answers = new List<TaskCompletionSource>();
        var buffer = new byte[RecordBytes * 1024];
        Random.Shared.NextBytes(buffer);
        long at = 0;
        while (await _queue.Reader.WaitToReadAsync())
        {
            answers.Clear();
            while (answers.Count < 1024 && _queue.Reader.TryRead(out var answer))
            {
                answers.Add(answer);
            }

            RandomAccess.Write(_file, buffer.AsSpan(0, answers.Count * RecordBytes), at);
            RandomAccess.FlushToDisk(_file);
            at += answers.Count * RecordBytes;
            answers.ForEach(answer => answer.SetResult());
        }
    }
}
