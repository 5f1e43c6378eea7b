using System.Security.Cryptography;
using System.Text;

namespace Krewe.Model.Tracing;

/// <summary>Where a run and its nodes stand in a trace. All ids follow from the run's uid, so that whoever takes it over gives the same.</summary>
/// <param name="Span">The span of the run.</param>
/// <param name="ParentSpanId">The span above it; null when the trace begins with the run.</param>
public sealed record RunTrace(TraceParent Span, string? ParentSpanId)
{
    /// <summary>Annotation of the run that names its trace (Argo 4.1).</summary>
    public const string TraceIdAnnotation = "workflows.argoproj.io/trace-id";

    /// <summary>Annotation of the run that names its span (Argo 4.1).</summary>
    public const string SpanIdAnnotation = "workflows.argoproj.io/span-id";

    /// <summary>Annotation that says, as a W3C <c>traceparent</c>, under what the run stands.</summary>
    public const string ParentAnnotation = "workflows.krewe.dev/traceparent";

    /// <summary>The trace of a run that has been created; null for one from before there were traces.</summary>
    public static RunTrace? Of(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var annotations = workflow.Metadata.Annotations;
        if (annotations?.GetValueOrDefault(TraceIdAnnotation) is not { } trace || annotations.GetValueOrDefault(SpanIdAnnotation) is not { } span)
        {
            return null;
        }

        // The annotations can be changed by hand; what is no id must not reach a step.
        return TraceParent.Parse($"00-{trace}-{span}-01") is { } own && TraceParent.Parse(annotations.GetValueOrDefault(ParentAnnotation)) is var parent
            ? new RunTrace(own with { IsSampled = parent?.IsSampled != false }, parent?.TraceId == trace ? parent.SpanId : null)
            : null;
    }

    /// <summary>What is written into the metadata of a new run.</summary>
    /// <param name="metadata">Metadata with the run's uid.</param>
    /// <param name="parent">Under what the run stands; null for what its annotation says, or else nothing.</param>
    public static ObjectMeta Begin(ObjectMeta metadata, TraceParent? parent)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var annotations = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        parent ??= TraceParent.Parse(annotations.GetValueOrDefault(ParentAnnotation));
        annotations.Remove(ParentAnnotation);
        if (parent is not null)
        {
            annotations[ParentAnnotation] = parent.ToString();
        }

        annotations[TraceIdAnnotation] = parent?.TraceId ?? Id("trace", metadata.Uid!, 16);
        annotations[SpanIdAnnotation] = Id("run", metadata.Uid!, 8);
        return metadata with { Annotations = annotations };
    }

    /// <summary>The span of a node.</summary>
    /// <param name="uid">Uid of the run.</param>
    /// <param name="nodeId">The node.</param>
    public static string NodeSpanId(string uid, string nodeId) => Id("node", uid + "/" + nodeId, 8);

    // A digest that is all zero would be no id; that of these inputs is not, by any odds that matter.
    private static string Id(string kind, string name, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"krewe/{kind}/{name}")).AsSpan(0, bytes));
}
