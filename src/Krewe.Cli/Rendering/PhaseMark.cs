using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>The sign and colour of a phase.</summary>
internal static class PhaseMark
{
    public static Span Of(NodeStatus node, bool utf8)
    {
        if (node is { Type: NodeType.Suspend, Phase: NodePhase.Running })
        {
            return new Span(utf8 ? "ǁ" : "Suspend", TextStyle.Cyan);
        }

        return new Span(utf8 ? Icon(node.Phase) : node.Phase ?? "", Color(node.Phase));
    }

    public static TextStyle Color(string? phase) => phase switch
    {
        NodePhase.Pending => TextStyle.Yellow,
        NodePhase.Running => TextStyle.Cyan,
        NodePhase.Succeeded => TextStyle.Green,
        NodePhase.Failed or NodePhase.Error => TextStyle.Red,
        _ => TextStyle.None,
    };

    public static string Icon(string? phase) => phase switch
    {
        NodePhase.Pending => "◷",
        NodePhase.Running => "●",
        NodePhase.Succeeded => "✔",
        NodePhase.Skipped => "○",
        NodePhase.Failed => "✖",
        NodePhase.Error => "⚠",
        _ => "",
    };

    public static Span OfCondition(string? type, bool utf8) => type switch
    {
        "SpecWarning" => new Span(utf8 ? "⚠" : "Warning", TextStyle.Yellow),
        "SpecError" or "SubmissionError" or "MetricsError" or "ArtifactGCError" => new Span(utf8 ? "✖" : "Error", TextStyle.Red),
        _ => new Span(""),
    };
}
