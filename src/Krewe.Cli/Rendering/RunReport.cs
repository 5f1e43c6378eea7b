using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Cli.Rendering;

/// <summary>A run in full, laid out as <c>argo get</c> does.</summary>
internal static class RunReport
{
    private const int LabelWidth = 20;

    /// <summary>Head, parameters, outputs and the tree.</summary>
    public static IEnumerable<StyledLine> Lines(Workflow workflow, RenderSettings settings, NodeSelector? selector = null, string? output = null)
    {
        if (output != "short")
        {
            foreach (var line in Head(workflow, settings))
            {
                yield return line;
            }
        }

        var tree = Tree(workflow, settings, selector, output).ToList();
        if (tree.Count > 0)
        {
            if (output != "short")
            {
                yield return StyledLine.Empty;
            }

            foreach (var line in tree)
            {
                yield return line;
            }
        }
    }

    /// <summary>Everything above the tree.</summary>
    public static IEnumerable<StyledLine> Head(Workflow workflow, RenderSettings settings)
    {
        var status = workflow.Status ?? new WorkflowStatus();
        var spec = RunWords.ExecutedSpec(workflow);
        yield return Field("Name:", workflow.Metadata.Name);
        yield return Field("Namespace:", workflow.Metadata.Namespace);
        yield return Field("ServiceAccount:", ServiceAccount(workflow, spec));
        yield return new StyledLine("Status:".PadRight(LabelWidth) + " ", new Span(RunWords.Status(workflow), PhaseMark.Color(status.Phase)));
        if (status.Message is { Length: > 0 } message)
        {
            yield return Field("Message:", message);
        }

        foreach (var line in Conditions(status.Conditions, settings))
        {
            yield return line;
        }

        foreach (var line in Times(workflow, status, settings))
        {
            yield return line;
        }

        yield return Field("Progress:", status.Progress);
        if (status.ResourcesDuration is { Count: > 0 } resources)
        {
            yield return Field("ResourcesDuration:", RunWords.Resources(resources));
        }

        foreach (var line in Values("Parameters:", workflow.Spec.Arguments?.Parameters ?? spec.Arguments?.Parameters))
        {
            yield return line;
        }

        foreach (var line in Values("Output Parameters:", status.Outputs?.Parameters))
        {
            yield return line;
        }

        foreach (var line in Artifacts(status.Outputs?.Artifacts))
        {
            yield return line;
        }
    }

    /// <summary>The table of nodes; empty when there are none.</summary>
    public static IEnumerable<StyledLine> Tree(Workflow workflow, RenderSettings settings, NodeSelector? selector = null, string? output = null)
    {
        var table = new TextTable(gap: 2);
        table.Add(Cells(output, "STEP", "TEMPLATE", "PODNAME", "DURATION", "ARTIFACTS", "MESSAGE", "RESOURCESDURATION", "NODENAME"));
        var any = false;
        foreach (var row in RunTree.Rows(workflow, node => selector?.Matches(node) ?? true, settings.Utf8))
        {
            any = true;
            table.Add(row is null ? [StyledLine.Empty] : NodeCells(workflow, row, settings, output));
        }

        return any ? table.Lines() : [];
    }

    public static StyledLine Field(string label, string? value) => $"{label,-LabelWidth} {value}";

    private static string ServiceAccount(Workflow workflow, WorkflowSpec spec)
    {
        if (spec.ServiceAccountName is { Length: > 0 } name)
        {
            return name;
        }

        return workflow.Spec.WorkflowTemplateRef is null ? "unset (will run with the default ServiceAccount)" : "unset";
    }

    public static IEnumerable<StyledLine> Conditions(IReadOnlyList<Condition>? conditions, RenderSettings settings)
    {
        if (conditions is not { Count: > 0 })
        {
            yield break;
        }

        yield return Field("Conditions:", "");
        foreach (var condition in conditions)
        {
            var mark = PhaseMark.OfCondition(condition.Type, settings.Utf8);
            var label = $" {condition.Type}".PadRight(Math.Max(0, LabelWidth - StyledLine.WidthOf(mark.Text)));
            yield return new StyledLine(mark, $"{label} {(condition.Message is { Length: > 0 } message ? message : condition.Status)}");
        }
    }

    private static IEnumerable<StyledLine> Times(Workflow workflow, WorkflowStatus status, RenderSettings settings)
    {
        if (workflow.Metadata.CreationTimestamp is { } created)
        {
            yield return Field("Created:", Humanize.Timestamp(created, settings.Now, settings.Zone));
        }

        if (status.StartedAt is not { } started)
        {
            yield break;
        }

        yield return Field("Started:", Humanize.Timestamp(started, settings.Now, settings.Zone));
        if (status.FinishedAt is { } finished)
        {
            yield return Field("Finished:", Humanize.Timestamp(finished, settings.Now, settings.Zone));
        }

        yield return Field("Duration:", Humanize.Duration((status.FinishedAt ?? settings.Now) - started));
        if (status is { Phase: WorkflowPhase.Running, EstimatedDuration: { } estimate } && estimate > 0)
        {
            yield return Field("EstimatedDuration:", Humanize.Duration(TimeSpan.FromSeconds(estimate)));
        }
    }

    // Its value is for steps alone.
    private static string? SecretOf(Parameter parameter) => parameter.ValueFrom?.SecretKeyRef is { } secret ? $"(key {secret.Key} of secret {secret.Name})" : null;

    private static IEnumerable<StyledLine> Values(string label, IReadOnlyList<Parameter>? parameters)
    {
        if (parameters is not { Count: > 0 })
        {
            yield break;
        }

        yield return Field(label, "");
        foreach (var parameter in parameters)
        {
            if ((parameter.Value ?? SecretOf(parameter)) is { } value)
            {
                yield return Field($"  {parameter.Name}:", value);
            }
        }
    }

    private static IEnumerable<StyledLine> Artifacts(IReadOnlyList<Artifact>? artifacts)
    {
        if (artifacts is not { Count: > 0 })
        {
            yield break;
        }

        yield return Field("Output Artifacts:", "");
        foreach (var artifact in artifacts)
        {
            yield return Field($"  {artifact.Name}:", artifact.S3 is { } s3 ? $"{s3.Endpoint}/{s3.Bucket}/{s3.Key}".TrimStart('/') : artifact.Path);
        }
    }

    private static List<StyledLine> NodeCells(Workflow workflow, TreeRow row, RenderSettings settings, string? output)
    {
        var node = row.Node;
        var isPod = node.Type == NodeType.Pod;
        var step = new StyledLine(row.Prefix, PhaseMark.Of(node, settings.Utf8), " " + node.DisplayName);
        return Cells(
            output,
            step,
            node.TemplateRef is { } reference ? $"{reference.Name}/{reference.Template}" : node.TemplateName ?? "",
            isPod ? NodeNames.Pod(workflow, node) : node.ChildWorkflow?.Name ?? "",
            isPod || node.ChildWorkflow is not null ? Humanize.ShortSince(node.StartedAt, node.FinishedAt, settings.Now) : "",
            string.Join(',', (node.Outputs?.Artifacts ?? []).Select(artifact => artifact.Name)),
            // One node, one row: a message of several lines would tear the table.
            (node.Message ?? "").ReplaceLineEndings(" "),
            RunWords.Resources(node.ResourcesDuration),
            isPod ? node.HostNodeName ?? "" : "");
    }

    private static List<StyledLine> Cells(
        string? output, StyledLine step, StyledLine template, StyledLine pod, StyledLine duration, StyledLine artifacts, StyledLine message, StyledLine resources, StyledLine host) => output switch
        {
            "wide" => [step, template, pod, duration, artifacts, message, resources, host],
            "short" => [step, template, pod, duration, message, host],
            _ => [step, template, pod, duration, message],
        };
}
