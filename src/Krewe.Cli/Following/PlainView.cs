using Krewe.Cli.Rendering;
using Krewe.Model;

namespace Krewe.Cli.Following;

/// <summary>Appends a line for every change of a step: for pipes, files and CI logs.</summary>
internal sealed class PlainView(CliConsole console) : IRunView
{
    private readonly Dictionary<string, string> _phases = new(StringComparer.Ordinal);

    public void Update(Workflow workflow)
    {
        var settings = console.Settings;
        var changed = (workflow.Status?.Nodes?.Values ?? [])
            .Where(node => IsStep(node) && node.Phase is { Length: > 0 } && _phases.GetValueOrDefault(node.Id) != node.Phase)
            .OrderBy(node => node.FinishedAt ?? node.StartedAt ?? DateTimeOffset.MaxValue)
            .ThenBy(node => node.Id, StringComparer.Ordinal);
        foreach (var node in changed)
        {
            _phases[node.Id] = node.Phase!;
            console.Write(Line(node, settings));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Groups show through their members.</summary>
    private static bool IsStep(NodeStatus node) => NodeType.IsWork(node.Type) || node.Type is NodeType.Suspend or NodeType.Skipped;

    private static StyledLine Line(NodeStatus node, RenderSettings settings)
    {
        var time = TimeZoneInfo.ConvertTime(node.FinishedAt ?? node.StartedAt ?? settings.Now, settings.Zone);
        var duration = node is { FinishedAt: not null, StartedAt: not null, Type: NodeType.Pod } ? $" ({Humanize.ShortSince(node.StartedAt, node.FinishedAt, settings.Now)})" : "";
        var message = node.Message is { Length: > 0 } text ? $": {text.ReplaceLineEndings(" ")}" : "";
        var mark = settings.Utf8 ? new Span(PhaseMark.Icon(node.Phase).PadRight(1) + " ", PhaseMark.Color(node.Phase)) : new Span("");
        return new StyledLine(
            new Span($"{time:HH:mm:ss} ", TextStyle.Dim),
            mark,
            node.Name,
            " ",
            new Span(node.Phase!, PhaseMark.Color(node.Phase)),
            duration + message);
    }
}
