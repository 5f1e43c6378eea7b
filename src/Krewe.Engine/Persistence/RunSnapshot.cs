using System.Text.Json;

namespace Krewe.Engine;

/// <summary>A whole run as bytes, so that a long log need not be folded from its start.</summary>
/// <remarks>
/// Version 2: the version, all but the nodes as JSON with its length in front, how many nodes there are and how many on a page, the
/// lengths of the pages, the pages (<see cref="NodePageWriter"/>). The pages are read side by side. Version 1 was JSON throughout; it
/// is still read.
/// </remarks>
public static class RunSnapshot
{
    private const byte JsonVersion = 1;
    private const byte Version = 2;

    // Enough pages to give every processor one in a run whose reading takes time, and enough nodes on one for texts to be shared.
    private const int NodesPerPage = 2048;

    /// <summary>Bytes to store. The state goes on from them exactly as from its log.</summary>
    public static byte[] Encode(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var bytes = new ByteWriter();
        using var pages = new ByteWriter();
        using var writer = new NodePageWriter(state);
        var nodes = state.Nodes.Values.ToArray();
        bytes.Byte(Version);
        bytes.Block(JsonSerializer.SerializeToUtf8Bytes(state.ToDocument(), EngineJson.Plain.SnapshotDocument));
        bytes.Count(nodes.Length);
        bytes.Count(NodesPerPage);
        for (var first = 0; first < nodes.Length; first += NodesPerPage)
        {
            var begin = pages.Length;
            writer.Write(nodes.AsSpan(first, Math.Min(NodesPerPage, nodes.Length - first)), first, pages);
            bytes.Count(pages.Length - begin);
        }

        return [.. bytes.Written, .. pages.Written];
    }

    /// <summary>The state stored.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of a later version.</exception>
    public static RunState Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Span[0] is not (JsonVersion or Version))
        {
            throw new InvalidDataException(bytes.IsEmpty ? "an empty snapshot" : $"snapshot of version {bytes.Span[0]}, this program knows {JsonVersion} and {Version}");
        }

        try
        {
            return bytes.Span[0] == JsonVersion ? RunState.FromDocument(Head(bytes.Span[1..]), nodes: null) : DecodePages(bytes[1..]);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new InvalidDataException("a snapshot cannot be read: " + e.Message, e);
        }
    }

    /// <summary>The state that commits make of what a snapshot holds.</summary>
    /// <param name="bytes">The snapshot; null where none has been made yet.</param>
    /// <param name="commits">What <see cref="EventCodec.Encode"/> made of the commits after it, in their order.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or of a later version.</exception>
    public static RunState Decode(ReadOnlyMemory<byte>? bytes, IReadOnlyList<ReadOnlyMemory<byte>> commits)
    {
        ArgumentNullException.ThrowIfNull(commits);
        var (state, log) = SideBySide.Both(() => bytes is { } snapshot ? Decode(snapshot) : new RunState(), () => EventCodec.DecodeAll(commits));
        foreach (var commit in log)
        {
            foreach (var item in commit)
            {
                state.Apply(item);
            }
        }

        return state;
    }

    private static SnapshotDocument Head(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, EngineJson.Plain.SnapshotDocument) ?? throw new InvalidDataException("there is nothing in it");

    private static RunState DecodePages(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes.Span);
        var head = Head(reader.Block());
        var nodes = new RunNode[reader.Count()];
        var perPage = Math.Max(1, reader.Number(int.MaxValue));
        var pages = new ReadOnlyMemory<byte>[(nodes.Length + perPage - 1) / perPage];
        var lengths = new int[pages.Length];
        for (var i = 0; i < pages.Length; i++)
        {
            lengths[i] = reader.Count();
        }

        var begin = bytes.Length - reader.Left;
        for (var i = 0; i < pages.Length; i++)
        {
            pages[i] = lengths[i] <= bytes.Length - begin ? bytes.Slice(begin, lengths[i]) : throw new InvalidDataException($"page {i} of {pages.Length} is not whole");
            begin += lengths[i];
        }

        if (begin != bytes.Length)
        {
            throw new InvalidDataException($"{bytes.Length - begin} bytes are left over after its pages");
        }

        var name = head.Workflow.Metadata.Name ?? "";
        SideBySide.Each(pages.Length, page => NodePageReader.ReadNodes(pages[page].Span, name, nodes.AsSpan(page * perPage, Math.Min(perPage, nodes.Length - (page * perPage)))));
        SideBySide.Each(pages.Length, page => NodePageReader.ReadLinks(pages[page].Span, nodes, page * perPage, Math.Min(perPage, nodes.Length - (page * perPage))));
        return RunState.FromDocument(head, nodes);
    }
}
