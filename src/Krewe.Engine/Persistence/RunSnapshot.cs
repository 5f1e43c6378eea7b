using System.Text.Json;

namespace Krewe.Engine;

/// <summary>A whole run as bytes, so that a long log need not be folded from its start.</summary>
public static class RunSnapshot
{
    private const byte Version = 1;

    /// <summary>Bytes to store. The state goes on from them exactly as from its log.</summary>
    public static byte[] Encode(RunState state)
    {
        using var stream = new MemoryStream();
        stream.WriteByte(Version);
        JsonSerializer.Serialize(stream, state.ToDocument(), EngineJson.Plain.SnapshotDocument);
        return stream.ToArray();
    }

    /// <summary>The state stored.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of a later version.</exception>
    public static RunState Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
        {
            throw new InvalidDataException(bytes.IsEmpty ? "an empty snapshot" : $"snapshot of version {bytes[0]}, this program knows {Version}");
        }

        try
        {
            return RunState.FromDocument(JsonSerializer.Deserialize(bytes[1..], EngineJson.Plain.SnapshotDocument) ?? throw new InvalidDataException("an empty snapshot"));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("a snapshot cannot be read: " + e.Message, e);
        }
    }
}
