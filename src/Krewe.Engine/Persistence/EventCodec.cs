using System.Text.Json;

namespace Krewe.Engine;

/// <summary>The events of one commit as bytes: a version byte, then JSON.</summary>
public static class EventCodec
{
    private const byte Version = 1;

    /// <summary>Bytes to store.</summary>
    public static byte[] Encode(IReadOnlyList<RunEvent> events)
    {
        using var stream = new MemoryStream();
        stream.WriteByte(Version);
        JsonSerializer.Serialize(stream, events as List<RunEvent> ?? [.. events], EngineJson.Plain.ListRunEvent);
        return stream.ToArray();
    }

    /// <summary>The events stored.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of a later version.</exception>
    public static IReadOnlyList<RunEvent> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
        {
            throw new InvalidDataException(bytes.IsEmpty ? "an empty commit" : $"commit of version {bytes[0]}, this program knows {Version}");
        }

        try
        {
            return JsonSerializer.Deserialize(bytes[1..], EngineJson.Plain.ListRunEvent) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("a commit cannot be read: " + e.Message, e);
        }
    }

    /// <summary>The events of many commits, in the order of the commits.</summary>
    /// <exception cref="InvalidDataException">The bytes of a commit are damaged or of a later version.</exception>
    internal static IReadOnlyList<IReadOnlyList<RunEvent>> DecodeAll(IReadOnlyList<ReadOnlyMemory<byte>> commits)
    {
        var events = new IReadOnlyList<RunEvent>[commits.Count];
        SideBySide.Each(commits.Count, commit => events[commit] = Decode(commits[commit].Span));
        return events;
    }
}
