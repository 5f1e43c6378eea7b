using System.Text;
using System.Text.Json;
using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.Logs;

/// <summary>Tells from a run's journal which steps run, and when those of a container are over; reads on where it stopped.</summary>
/// <param name="journal">Path of the journal.</param>
/// <param name="begin">How the ids of the steps begin.</param>
/// <param name="end">How they end.</param>
internal sealed class StepEnds(string journal, string begin, string end)
{
    private readonly byte[] _begin = Encoding.UTF8.GetBytes(begin);
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private bool _any;
    private long _position;

    /// <summary>Whether there were steps and none of them runs.</summary>
    public bool HaveCome() => File.Exists(journal) && ReadRunning().Count == 0 && _any;

    /// <summary>Ids of the steps that have begun and not ended.</summary>
    public IReadOnlyCollection<string> ReadRunning()
    {
        if (!File.Exists(journal))
            return _running;
        using var file = File.OpenHandle(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[Math.Max(0, RandomAccess.GetLength(file) - _position)];
        var text = buffer.AsSpan(0, RandomAccess.Read(file, buffer, _position));
        int length;
        while ((length = text.IndexOf((byte)'\n')) >= 0)
        {
            Take(text[..length]);
            text = text[(length + 1)..];
            _position += length + 1;
        }
        return _running;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf(_begin) < 0 || Parse(line) is not { Id: { } id } said || !id.StartsWith(begin, StringComparison.Ordinal) || !id.EndsWith(end, StringComparison.Ordinal))
            return;
        _any = true;
        if (said.Exit is null)
            _running.Add(id);
        else
            _running.Remove(id);
    }

    private static ExecEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ExecJson.Default.ExecEvent);
        }
        catch (JsonException)
        {
            // Half written when a supervisor died.
            return null;
        }
    }
}
