using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>Reads a page that <see cref="NodePageWriter"/> has written: first the nodes, then, once those of all pages are there, what hangs on what.</summary>
internal ref struct NodePageReader
{
    private const int LongestOffset = 14 * 60;
    private readonly string _workflow;
    private readonly List<string> _texts = [];
    private readonly ResourceSets _resources = new();
    private readonly List<KeyValuePair<string, long>> _amounts = [];
    private ByteReader _in;
    private RunNode _last = new("", "");
    private NodeTimes _times;
    private NodeMarks _marks;
    private int _cut;
    private long _started;
    private long _finished;
    private long _begun;

    private NodePageReader(ReadOnlySpan<byte> nodes, string workflow)
    {
        _in = new ByteReader(nodes);
        _workflow = workflow;
    }

    /// <summary>Reads the nodes of a page, as many as there is room for.</summary>
    public static void ReadNodes(ReadOnlySpan<byte> page, string workflow, Span<RunNode> nodes)
    {
        var parts = new ByteReader(page);
        var reader = new NodePageReader(parts.Block(), workflow);
        foreach (ref var node in nodes)
        {
            node = reader.Node();
        }

        if (!reader._in.IsAtEnd)
        {
            throw new InvalidDataException($"{reader._in.Left} bytes are left over after the nodes of a page");
        }
    }

    /// <summary>Reads what the nodes of a page, <paramref name="count"/> from <paramref name="first"/> on, hang on.</summary>
    public static void ReadLinks(ReadOnlySpan<byte> page, RunNode[] all, int first, int count)
    {
        var parts = new ByteReader(page);
        parts.Block();
        var links = new ByteReader(parts.Block());
        if (!parts.IsAtEnd)
        {
            throw new InvalidDataException($"{parts.Left} bytes are left over after a page");
        }

        string? boundary = null;
        var next = 0;
        var place = 0;
        while (!links.IsAtEnd)
        {
            place += links.Number(count - 1 - place);
            for (; next < place; next++)
            {
                all[first + next].BoundaryId = boundary;
            }

            var kind = (NodeLinks)links.Byte();
            boundary = kind.Has(NodeLinks.NoBoundary) ? null : kind.Has(NodeLinks.Boundary) ? Link(ref links, all, first + place, out _, out _) : boundary;
            if (kind.Has(NodeLinks.Children))
            {
                var children = Links(ref links, all, first + place, out var areKnown);
                all[first + place].SetChildren(children, areKnown);
            }

            if (kind.Has(NodeLinks.Outbound))
            {
                all[first + place].OutboundNodes = Links(ref links, all, first + place, out _);
            }
        }

        for (; next < count; next++)
        {
            all[first + next].BoundaryId = boundary;
        }
    }

    private static List<string> Links(ref ByteReader links, RunNode[] all, int place, out bool areKnown)
    {
        areKnown = true;
        var count = links.Count();
        var ids = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            ids.Add(Link(ref links, all, place, out place, out var isKnown));
            areKnown &= isKnown;
        }

        return ids;
    }

    private static string Link(ref ByteReader links, RunNode[] all, int from, out int place, out bool isKnown)
    {
        var number = links.Number();
        place = from;
        isKnown = (number & 1) == 0;
        if (!isKnown)
        {
            return links.Text();
        }

        var distance = (long)(number >> 2) ^ -(long)((number >> 1) & 1);
        if (distance < -from || distance >= all.Length - from)
        {
            throw new InvalidDataException($"a node hangs on one {distance} places away, where none is");
        }

        place = from + (int)distance;
        return all[place].Id;
    }

    private RunNode Node()
    {
        var part = (NodePart)_in.Number(int.MaxValue);
        var name = Name();
        var id = part.Has(NodePart.Id) ? _in.Text() : NodeNames.NodeId(_workflow, name);
        var node = new RunNode(id, name)
        {
            Inputs = part.Has(NodePart.Inputs) ? Inputs() : _last.Inputs,
            Outputs = part.Has(NodePart.Outputs) ? Outputs() : _last.Outputs,
            Phase = part.Has(NodePart.Phase) ? RequiredText() : _last.Phase,
            TemplateName = part.Has(NodePart.Template) ? Text() : _last.TemplateName,
        };
        ReadDisplayName(node, part);
        ReadTimes(node, part);
        ReadMarks(node, part);
        node.Type = part.Has(NodePart.Type) ? RequiredText() : _last.Type;
        node.Progress = part.Has(NodePart.Progress) ? Text() : _last.Progress;
        node.HostNodeName = part.Has(NodePart.Host) ? Text() : _last.HostNodeName;
        node.Message = part.Has(NodePart.Message) ? Text() : _last.Message;
        node.TemplateScope = part.Has(NodePart.Scope) ? Text() : _last.TemplateScope;
        node.TemplateRef = part.Has(NodePart.TemplateRef) ? Json(EngineJson.Plain.TemplateRef) : _last.TemplateRef;
        node.Attempt = part.Has(NodePart.Attempt) ? Integer() : _last.Attempt;
        node.Restarts = part.Has(NodePart.Restarts) ? Integer() : _last.Restarts;
        ReadExtras(node, part);
        return _last = node;
    }

    private string Name()
    {
        var shared = _in.Number(_last.Name.Length);
        var rest = _in.Block();
        if (shared == 0)
        {
            return Encoding.UTF8.GetString(rest);
        }

        Span<char> room = stackalloc char[256];
        var most = shared + Encoding.UTF8.GetMaxCharCount(rest.Length);
        var name = most <= room.Length ? room : new char[most];
        _last.Name.AsSpan(0, shared).CopyTo(name);
        return new string(name[..(shared + Encoding.UTF8.GetChars(rest, name[shared..]))]);
    }

    private void ReadDisplayName(RunNode node, NodePart part)
    {
        if (part.Has(NodePart.DisplayName))
        {
            var cut = _in.Number(node.Name.Length + 1);
            if (cut == 0)
            {
                node.DisplayName = Text();
                return;
            }

            _cut = cut - 1;
        }

        node.DisplayCut = _cut <= node.Name.Length ? _cut : throw new InvalidDataException($"the display name of node {node.Name} cannot begin at {_cut}");
    }

    private void ReadTimes(RunNode node, NodePart part)
    {
        _times = part.Has(NodePart.Times) ? (NodeTimes)_in.Byte() : _times;
        node.StartedAt = Time(NodeTimes.Started, NodeTimes.StartedElsewhere, ref _started);
        node.FinishedAt = Time(NodeTimes.Finished, NodeTimes.FinishedElsewhere, ref _finished);
        node.BegunAt = Time(NodeTimes.Begun, NodeTimes.BegunElsewhere, ref _begun);
    }

    private DateTimeOffset? Time(NodeTimes present, NodeTimes elsewhere, ref long last)
    {
        if (!_times.Has(present))
        {
            return null;
        }

        last = unchecked(last + _in.Signed());
        var offset = _times.Has(elsewhere) ? _in.Signed() : 0;
        var ticks = unchecked(last + (offset * TimeSpan.TicksPerMinute));
        return offset is >= -LongestOffset and <= LongestOffset && last >= 0 && last <= DateTime.MaxValue.Ticks && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.FromMinutes(offset))
            : throw new InvalidDataException($"there is no time of {last} ticks, {offset} minutes from UTC");
    }

    private void ReadMarks(RunNode node, NodePart part)
    {
        _marks = part.Has(NodePart.Marks) ? (NodeMarks)_in.Byte() : _marks;
        node.Daemoned = _marks.Has(NodeMarks.Daemoned);
        node.Hooked = _marks.Has(NodeMarks.Hooked);
        node.Retried = _marks.Has(NodeMarks.Retried);
        node.Outstanding = _marks.Has(NodeMarks.Outstanding);
    }

    private void ReadExtras(RunNode node, NodePart part)
    {
        if (part.Has(NodePart.Resources))
        {
            node.ResourcesDuration = Resources();
        }

        node.PodIP = part.Has(NodePart.PodIP) ? Text() : null;
        node.WaitingLock = part.Has(NodePart.WaitingLock) ? Text() : null;
        node.Cancelling = part.Has(NodePart.Cancelling) ? Text() : null;
        node.Memoization = part.Has(NodePart.Memoization) ? Json(EngineJson.Plain.MemoizationStatus) : null;
        node.ChildWorkflow = part.Has(NodePart.ChildWorkflow) ? Json(EngineJson.Plain.ChildWorkflow) : null;
    }

    private IReadOnlyDictionary<string, long> Resources()
    {
        _amounts.Clear();
        var count = _in.Count();
        for (var i = 0; i < count; i++)
        {
            var name = RequiredText();
            _amounts.Add(new(name, _in.Signed()));
        }

        return _resources.Share(CollectionsMarshal.AsSpan(_amounts));
    }

    private Inputs? Inputs()
    {
        var values = (NodeValues)_in.Byte();
        return values.Has(NodeValues.Present) ? new Inputs { Parameters = Parameters(values), Artifacts = Artifacts(values) } : null;
    }

    private Outputs? Outputs()
    {
        var values = (NodeValues)_in.Byte();
        return values.Has(NodeValues.Present)
            ? new Outputs
            {
                Parameters = Parameters(values),
                Artifacts = Artifacts(values),
                Result = values.Has(NodeValues.Result) ? _in.Text() : null,
                ExitCode = values.Has(NodeValues.ExitCode) ? Text() : null,
            }
            : null;
    }

    private IReadOnlyList<Parameter>? Parameters(NodeValues values)
    {
        if (!values.Has(NodeValues.PlainParameters))
        {
            return values.Has(NodeValues.Parameters) ? Json(EngineJson.Plain.IReadOnlyListParameter) : null;
        }

        var parameters = new Parameter[_in.Count()];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new Parameter { Name = Text(), Value = _in.Text() };
        }

        return parameters;
    }

    private IReadOnlyList<Artifact>? Artifacts(NodeValues values) => values.Has(NodeValues.Artifacts) ? Json(EngineJson.Plain.IReadOnlyListArtifact) : null;

    private string RequiredText() => Text() ?? throw new InvalidDataException("a text is missing");

    private string? Text()
    {
        var known = _in.Number(_texts.Count + 1);
        if (known != 1)
        {
            return known == 0 ? null : _texts[known - 2];
        }

        var text = _in.Text();
        _texts.Add(text);
        return text;
    }

    private int Integer() => _in.Signed() is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw new InvalidDataException("a number in it is too large");

    private T? Json<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(_in.Block(), type);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
