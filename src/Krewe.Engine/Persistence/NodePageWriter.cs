using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>Writes nodes as pages, each of which can be read without the others.</summary>
/// <remarks>
/// A page is the length of its first part, that part (each node as what differs from the one before it), and what hangs on other
/// nodes, which are named by their place in the run. The turns of a loop differ in little: a node of theirs takes about ten bytes.
/// </remarks>
internal sealed class NodePageWriter(RunState state) : IDisposable
{
    private readonly ByteWriter _nodes = new();
    private readonly ByteWriter _links = new();
    private readonly Dictionary<string, int> _texts = [];
    private RunNode _last = new("", "");
    private int _cut;
    private long _started;
    private long _finished;
    private long _begun;

    /// <summary>Appends a page of those nodes, which are the run's from <paramref name="first"/> on.</summary>
    public void Write(ReadOnlySpan<RunNode> nodes, int first, ByteWriter page)
    {
        _nodes.Clear();
        _links.Clear();
        _texts.Clear();
        _last = new RunNode("", "");
        (_cut, _started, _finished, _begun) = (0, 0, 0, 0);
        string? boundary = null;
        var linked = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            Write(node);
            if (WriteLinks(node, first + i, i - linked, boundary))
            {
                linked = i;
            }

            boundary = node.BoundaryId;
        }

        page.Block(_nodes.Written);
        page.Block(_links.Written);
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _links.Dispose();
    }

    private void Write(RunNode node)
    {
        var cut = node.DisplayCut;
        var part = Changes(node, cut) | Extras(node);
        _nodes.Number((uint)part);
        WriteName(node.Name);
        if (part.Has(NodePart.Id))
        {
            _nodes.Text(node.Id);
        }

        WriteColumns(node, part, cut);
        WriteExtras(node, part);
        _last = node;
    }

    private NodePart Changes(RunNode node, int cut) =>
        Unless(Equals(node.Inputs, _last.Inputs), NodePart.Inputs)
        | Unless(Equals(node.Outputs, _last.Outputs), NodePart.Outputs)
        | Unless(node.Phase == _last.Phase, NodePart.Phase)
        | Unless(node.TemplateName == _last.TemplateName, NodePart.Template)
        | Unless(cut == _cut && cut >= 0, NodePart.DisplayName)
        | Unless(TimesOf(node) == TimesOf(_last), NodePart.Times)
        | Unless(MarksOf(node) == MarksOf(_last), NodePart.Marks)
        | Unless(node.Type == _last.Type, NodePart.Type)
        | Unless(node.Progress == _last.Progress, NodePart.Progress)
        | Unless(node.HostNodeName == _last.HostNodeName, NodePart.Host)
        | Unless(node.Message == _last.Message, NodePart.Message)
        | Unless(node.TemplateScope == _last.TemplateScope, NodePart.Scope)
        | Unless(node.TemplateRef == _last.TemplateRef, NodePart.TemplateRef)
        | Unless(node.Attempt == _last.Attempt, NodePart.Attempt)
        | Unless(node.Restarts == _last.Restarts, NodePart.Restarts);

    private static NodePart Unless(bool same, NodePart part) => same ? NodePart.None : part;

    private static NodeTimes TimesOf(RunNode node) =>
        TimesOf(node.StartedAt, NodeTimes.Started, NodeTimes.StartedElsewhere)
        | TimesOf(node.FinishedAt, NodeTimes.Finished, NodeTimes.FinishedElsewhere)
        | TimesOf(node.BegunAt, NodeTimes.Begun, NodeTimes.BegunElsewhere);

    private static NodeTimes TimesOf(DateTimeOffset? time, NodeTimes present, NodeTimes elsewhere) =>
        time is not { } moment ? NodeTimes.None : moment.Offset == TimeSpan.Zero ? present : present | elsewhere;

    private static NodeMarks MarksOf(RunNode node) =>
        (node.Daemoned ? NodeMarks.Daemoned : NodeMarks.None)
        | (node.Hooked ? NodeMarks.Hooked : NodeMarks.None)
        | (node.Retried ? NodeMarks.Retried : NodeMarks.None)
        | (node.Outstanding ? NodeMarks.Outstanding : NodeMarks.None);

    private NodePart Extras(RunNode node) =>
        Unless(NodeNames.IsNodeId(node.Id, state.Name, node.Name), NodePart.Id)
        | Unless(node.ResourcesDuration is null, NodePart.Resources)
        | Unless(node.PodIP is null, NodePart.PodIP)
        | Unless(node.WaitingLock is null, NodePart.WaitingLock)
        | Unless(node.Cancelling is null, NodePart.Cancelling)
        | Unless(node.Memoization is null, NodePart.Memoization)
        | Unless(node.ChildWorkflow is null, NodePart.ChildWorkflow);

    private void WriteName(string name)
    {
        var shared = name.AsSpan().CommonPrefixLength(_last.Name);
        if (shared > 0 && char.IsHighSurrogate(name[shared - 1]))
        {
            shared--;
        }

        _nodes.Count(shared);
        _nodes.Text(name.AsSpan(shared));
    }

    private void WriteColumns(RunNode node, NodePart part, int cut)
    {
        if (part.Has(NodePart.Inputs))
        {
            Write(node.Inputs);
        }

        if (part.Has(NodePart.Outputs))
        {
            Write(node.Outputs);
        }

        WriteText(part, NodePart.Phase, node.Phase);
        WriteText(part, NodePart.Template, node.TemplateName);
        if (part.Has(NodePart.DisplayName))
        {
            WriteDisplayName(node, cut);
        }

        if (part.Has(NodePart.Times))
        {
            _nodes.Byte((byte)TimesOf(node));
        }

        WriteTime(node.StartedAt, ref _started);
        WriteTime(node.FinishedAt, ref _finished);
        WriteTime(node.BegunAt, ref _begun);
        if (part.Has(NodePart.Marks))
        {
            _nodes.Byte((byte)MarksOf(node));
        }

        WriteText(part, NodePart.Type, node.Type);
        WriteText(part, NodePart.Progress, node.Progress);
        WriteText(part, NodePart.Host, node.HostNodeName);
        WriteText(part, NodePart.Message, node.Message);
        WriteText(part, NodePart.Scope, node.TemplateScope);
        if (part.Has(NodePart.TemplateRef))
        {
            WriteJson(node.TemplateRef, EngineJson.Plain.TemplateRef);
        }

        WriteNumber(part, NodePart.Attempt, node.Attempt);
        WriteNumber(part, NodePart.Restarts, node.Restarts);
    }

    private void WriteExtras(RunNode node, NodePart part)
    {
        if (node.ResourcesDuration is { } resources)
        {
            _nodes.Count(resources.Count);
            foreach (var (name, amount) in resources)
            {
                Text(name);
                _nodes.Signed(amount);
            }
        }

        WriteText(part, NodePart.PodIP, node.PodIP);
        WriteText(part, NodePart.WaitingLock, node.WaitingLock);
        WriteText(part, NodePart.Cancelling, node.Cancelling);
        if (part.Has(NodePart.Memoization))
        {
            WriteJson(node.Memoization, EngineJson.Plain.MemoizationStatus);
        }

        if (part.Has(NodePart.ChildWorkflow))
        {
            WriteJson(node.ChildWorkflow, EngineJson.Plain.ChildWorkflow);
        }
    }

    private void WriteDisplayName(RunNode node, int cut)
    {
        _nodes.Count(cut + 1);
        if (cut < 0)
        {
            Text(node.DisplayName);
        }
        else
        {
            _cut = cut;
        }
    }

    private void WriteTime(DateTimeOffset? time, ref long last)
    {
        if (time is not { } moment)
        {
            return;
        }

        _nodes.Signed(moment.UtcTicks - last);
        last = moment.UtcTicks;
        if (moment.Offset != TimeSpan.Zero)
        {
            _nodes.Signed(moment.TotalOffsetMinutes);
        }
    }

    private void Write(Inputs? inputs)
    {
        var values = inputs is null ? NodeValues.Absent : NodeValues.Present | KindOf(inputs.Parameters) | If(inputs.Artifacts is not null, NodeValues.Artifacts);
        _nodes.Byte((byte)values);
        WriteLists(values, inputs?.Parameters, inputs?.Artifacts);
    }

    private void Write(Outputs? outputs)
    {
        var values = outputs is null
            ? NodeValues.Absent
            : NodeValues.Present | KindOf(outputs.Parameters) | If(outputs.Artifacts is not null, NodeValues.Artifacts) | If(outputs.Result is not null, NodeValues.Result) | If(outputs.ExitCode is not null, NodeValues.ExitCode);
        _nodes.Byte((byte)values);
        WriteLists(values, outputs?.Parameters, outputs?.Artifacts);
        if (outputs?.Result is { } result)
        {
            _nodes.Text(result);
        }

        if (outputs?.ExitCode is { } exitCode)
        {
            Text(exitCode);
        }
    }

    private void WriteLists(NodeValues values, IReadOnlyList<Parameter>? parameters, IReadOnlyList<Artifact>? artifacts)
    {
        if (values.Has(NodeValues.PlainParameters))
        {
            _nodes.Count(parameters!.Count);
            foreach (var parameter in parameters)
            {
                Text(parameter.Name);
                _nodes.Text(parameter.Value);
            }
        }
        else if (values.Has(NodeValues.Parameters))
        {
            WriteJson(parameters!, EngineJson.Plain.IReadOnlyListParameter);
        }

        if (artifacts is not null)
        {
            WriteJson(artifacts, EngineJson.Plain.IReadOnlyListArtifact);
        }
    }

    private static NodeValues If(bool present, NodeValues value) => present ? value : NodeValues.Absent;

    private static NodeValues KindOf(IReadOnlyList<Parameter>? parameters)
    {
        if (parameters is null)
        {
            return NodeValues.Absent;
        }

        foreach (var parameter in parameters)
        {
            if (parameter is not { Value: not null, Default: null, ValueFrom: null, GlobalName: null, Enum: null, Description: null })
            {
                return NodeValues.Parameters;
            }
        }

        return NodeValues.PlainParameters;
    }

    private bool WriteLinks(RunNode node, int place, int distance, string? boundary)
    {
        var links = (node.BoundaryId == boundary ? NodeLinks.None : node.BoundaryId is null ? NodeLinks.NoBoundary : NodeLinks.Boundary)
            | (node.Children.Count > 0 ? NodeLinks.Children : NodeLinks.None)
            | (node.OutboundNodes is { Count: > 0 } ? NodeLinks.Outbound : NodeLinks.None);
        if (links == NodeLinks.None)
        {
            return false;
        }

        _links.Count(distance);
        _links.Byte((byte)links);
        if (links.Has(NodeLinks.Boundary))
        {
            WriteLink(node.BoundaryId!, place);
        }

        WriteLinks(node.Children, place);
        WriteLinks(node.OutboundNodes ?? [], place);
        return true;
    }

    private void WriteLinks(IReadOnlyList<string> ids, int place)
    {
        if (ids.Count == 0)
        {
            return;
        }

        _links.Count(ids.Count);
        foreach (var id in ids)
        {
            place = WriteLink(id, place);
        }
    }

    // Nodes are near each other as a rule. One that is not there, as a given status can name it, is told by its id.
    private int WriteLink(string id, int from)
    {
        if (state.Node(id) is not { } other || other.Id != id)
        {
            _links.Number(1);
            _links.Text(id);
            return from;
        }

        var distance = (long)other.Place - from;
        _links.Number((ulong)((distance << 1) ^ (distance >> 63)) << 1);
        return other.Place;
    }

    private void WriteText(NodePart parts, NodePart part, string? text)
    {
        if (parts.Has(part))
        {
            Text(text);
        }
    }

    private void WriteNumber(NodePart parts, NodePart part, int number)
    {
        if (parts.Has(part))
        {
            _nodes.Signed(number);
        }
    }

    // A text that comes again is told once in a page.
    private void Text(string? text)
    {
        if (text is null)
        {
            _nodes.Byte(0);
        }
        else if (_texts.TryGetValue(text, out var known))
        {
            _nodes.Count(known + 2);
        }
        else
        {
            _texts.Add(text, _texts.Count);
            _nodes.Byte(1);
            _nodes.Text(text);
        }
    }

    private void WriteJson<T>(T value, JsonTypeInfo<T> type) => _nodes.Block(JsonSerializer.SerializeToUtf8Bytes(value, type));
}
