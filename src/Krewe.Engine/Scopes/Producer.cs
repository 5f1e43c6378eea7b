using Krewe.Model;

namespace Krewe.Engine;

/// <summary>What other calls may read of a step or task: its status and outputs, or those of all turns of a loop.</summary>
internal sealed class Producer
{
    private readonly RunNode? _node;
    private readonly string? _phase;
    private readonly IReadOnlyList<RunNode>? _turns;
    private readonly Template? _template;

    private Producer(RunNode? node, RunNode? asked, IReadOnlyList<RunNode>? turns, Template? template)
    {
        _node = node;
        _phase = asked?.Phase;
        _turns = turns;
        _template = template;
    }

    /// <summary>One step or task. A retried one is read by its last attempt, save for its phase.</summary>
    public static Producer Single(RunState state, RunNode node, Template? template) => new(LastAttempt(state, node) ?? node, node, null, template);

    public static Producer Loop(RunNode? group, IReadOnlyList<RunNode> turns, Template? template) => new(group, group, turns, template);

    private static RunNode? LastAttempt(RunState state, RunNode node) => node.Type == NodeType.Retry && node.Memoization is not { Hit: true }
        ? node.Children.Select(state.Node).LastOrDefault(child => child is { Hooked: false })
        : null;

    private bool WasNotRun => _phase is NodePhase.Skipped or NodePhase.Omitted;

    public IEnumerable<string> Names
    {
        get
        {
            foreach (var name in new[] { "id", "status", "startedAt", "finishedAt", "ip", "hostNodeName", "exitCode", "outputs.result", "outputs.parameters" })
            {
                yield return name;
            }

            var parameters = (_turns is { Count: > 0 } ? _turns[0] : _node)?.Outputs?.Parameters ?? _template?.Outputs?.Parameters ?? [];
            foreach (var parameter in parameters)
            {
                yield return "outputs.parameters." + parameter.Name;
            }
        }
    }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        if (_turns is not null && name.StartsWith("outputs.", StringComparison.Ordinal))
        {
            return TryAggregate(name, out value);
        }

        if (_node is null)
        {
            return false;
        }

        value = name switch
        {
            "id" => _node.Id,
            "status" => _phase,
            "startedAt" => _node.StartedAt is { } started ? GoTime.Rfc3339(started) : null,
            "finishedAt" => _node.FinishedAt is { } finished ? GoTime.Rfc3339(finished) : null,
            "ip" => _node.PodIP,
            "hostNodeName" => _node.HostNodeName,
            "exitCode" => _node.Outputs?.ExitCode,
            "outputs.result" => _node.Outputs?.Result,
            _ => Parameter(name),
        };
        if (value is not null)
        {
            return true;
        }

        return WasNotRun && TryDefault(name, out value);
    }

    /// <summary>An output artifact, or null.</summary>
    public Artifact? Artifact(string name) => _node?.Outputs?.Artifacts?.FirstOrDefault(a => a.Name == name);

    private string? Parameter(string name)
    {
        const string Prefix = "outputs.parameters.";
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parameter = _node!.Outputs?.Parameters?.FirstOrDefault(p => p.Name == name[Prefix.Length..]);
        return parameter?.Value ?? (parameter is null ? null : parameter.ValueFrom?.Default);
    }

    // Of a producer that did not run, an output is its declared default or, without one, absent: known, but null.
    private bool TryDefault(string name, out object? value)
    {
        value = null;
        const string Prefix = "outputs.parameters.";
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            value = _template?.Outputs?.Parameters?.FirstOrDefault(p => p.Name == name[Prefix.Length..])?.ValueFrom?.Default;
            return true;
        }

        return name is "outputs.result" or "exitCode" or "ip" or "hostNodeName";
    }

    private bool TryAggregate(string name, out object? value)
    {
        value = null;
        if (WasNotRun && _turns!.Count == 0)
        {
            value = name == "outputs.result" || name.StartsWith("outputs.parameters", StringComparison.Ordinal) ? "[]" : null;
            return value is not null;
        }

        if (name == "outputs.result")
        {
            if (_turns!.All(turn => turn.Outputs?.Result is null) && _turns!.Count > 0)
            {
                return false;
            }

            value = Aggregates.Results(_turns!);
            return true;
        }

        if (name == "outputs.parameters")
        {
            value = Aggregates.AllParameters(_turns!);
            return true;
        }

        const string Prefix = "outputs.parameters.";
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            value = Aggregates.Parameter(_turns!, name[Prefix.Length..]);
            return value is not null;
        }

        return false;
    }
}
