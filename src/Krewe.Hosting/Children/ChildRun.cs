using System.Globalization;
using Krewe.Executors;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Model.Tracing;

namespace Krewe.Hosting;

/// <summary>What a child run looks like: made from its parent's node, and giving its outputs back to it. Pure.</summary>
internal static class ChildRun
{
    /// <summary>The child of a node.</summary>
    /// <param name="work">The node.</param>
    /// <param name="source">What a stored template would run, for a child that refers to one.</param>
    public static Workflow Of(NodeWork work, Workflow? source)
    {
        var call = work.Template.Workflow!;
        var spec = source?.Spec ?? call.Spec!;
        var labels = new Dictionary<string, string>(source?.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        var annotations = new Dictionary<string, string>(source?.Metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        AddAll(labels, call.Metadata?.Labels);
        AddAll(annotations, call.Metadata?.Annotations);
        annotations[ChildRuns.AttemptAnnotation] = work.Id.Attempt.ToString(CultureInfo.InvariantCulture);
        var child = new Workflow
        {
            Metadata = new ObjectMeta { Name = work.Child!.Name, Uid = work.Child.Uid, Namespace = work.Namespace, Labels = labels, Annotations = annotations },
            Spec = spec with
            {
                Entrypoint = string.IsNullOrEmpty(call.Entrypoint) ? spec.Entrypoint : call.Entrypoint,
                Arguments = Merged(ArgumentsOf(work), spec.Arguments),
            },
        };
        return Linked(child, work, isOwned: call.Wait != false);
    }

    /// <summary>The workflow with everything that tells whose child it is.</summary>
    public static Workflow Linked(Workflow child, NodeWork work, bool isOwned)
    {
        var metadata = child.Metadata;
        var labels = new Dictionary<string, string>(metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [ChildRuns.ParentLabel] = ChildRuns.LabelValue(work.WorkflowName),
            [ChildRuns.ParentUidLabel] = work.Id.RootUid,
            [ChildRuns.ParentNodeLabel] = ChildRuns.LabelValue(work.Id.NodeId),
        };
        var annotations = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [ChildRuns.DepthAnnotation] = (work.Depth + 1).ToString(CultureInfo.InvariantCulture),
        };
        if (work.TraceParent is { } trace)
        {
            annotations[RunTrace.ParentAnnotation] = trace.ToString();
        }

        return child with
        {
            Metadata = metadata with
            {
                Labels = labels,
                Annotations = annotations,
                OwnerReferences = isOwned ? [.. metadata.OwnerReferences ?? [], OwnerOf(work)] : metadata.OwnerReferences,
            },
        };
    }

    /// <summary>The reference to the run that a node belongs to.</summary>
    public static OwnerReference OwnerOf(NodeWork work) => new()
    {
        ApiVersion = "argoproj.io/v1alpha1",
        Kind = nameof(Workflow),
        Name = work.WorkflowName,
        Uid = work.Id.RootUid,
        Controller = true,
        BlockOwnerDeletion = true,
    };

    /// <summary>Whether the run goes when the other does.</summary>
    public static bool IsOwnedBy(Workflow run, string uid) => run.Metadata.OwnerReferences?.Any(owner => owner.Uid == uid) == true;

    /// <summary>Which start of its parent's node made the child.</summary>
    public static int AttemptOf(Workflow child) =>
        int.TryParse(child.Metadata.Annotations?.GetValueOrDefault(ChildRuns.AttemptAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 0;

    /// <summary>What the end of the child means for the node.</summary>
    public static WorkOutcome OutcomeOf(Workflow child, Outputs? declared)
    {
        var name = child.Metadata.Name;
        var status = child.Status ?? new WorkflowStatus();
        if (status.Phase != WorkflowPhase.Succeeded)
        {
            var why = string.IsNullOrEmpty(status.Message) ? "" : $": {status.Message}";
            return new WorkOutcome(status.Phase == WorkflowPhase.Error ? NodePhase.Error : NodePhase.Failed, $"workflow '{name}' {(status.Phase == WorkflowPhase.Error ? "could not go on" : "failed")}{why}");
        }

        try
        {
            return new WorkOutcome(NodePhase.Succeeded, Outputs: OutputsOf(name, status.Outputs, declared));
        }
        catch (InvalidDataException missing)
        {
            return WorkOutcome.Error(missing.Message);
        }
    }

    /// <summary>Values that override those of the child's own arguments.</summary>
    public static Arguments ArgumentsOf(NodeWork work)
    {
        var given = work.Template.Workflow!.Arguments;
        return new Arguments
        {
            Parameters = given?.Parameters,
            Artifacts = given?.Artifacts?.Select(artifact => Located(artifact, work.Template.Inputs)).ToList(),
        };
    }

    // An artifact of the parent is an argument of the child where it lies.
    private static Artifact Located(Artifact artifact, Inputs? inputs)
    {
        const string Prefix = "inputs.artifacts.";
        var reference = artifact.From?.Trim().TrimStart('{').TrimEnd('}').Trim();
        return reference?.StartsWith(Prefix, StringComparison.Ordinal) == true && inputs?.Artifacts?.FirstOrDefault(input => input.Name == reference[Prefix.Length..]) is { } found
            ? found with { Name = artifact.Name, Path = null, Mode = null, From = null }
            : artifact;
    }

    private static Outputs? OutputsOf(string? child, Outputs? global, Outputs? declared)
    {
        if (declared is null)
        {
            return null;
        }

        var parameters = declared.Parameters?.Select(parameter => parameter with { Value = ValueOf(child, parameter, global), ValueFrom = null }).ToList();
        var artifacts = declared.Artifacts?.Select(artifact => ArtifactOf(child, artifact, global)).OfType<Artifact>().ToList();
        return new Outputs { Parameters = parameters, Artifacts = artifacts };
    }

    private static string ValueOf(string? child, Parameter parameter, Outputs? global)
    {
        if (parameter.Value is { } own)
        {
            return own;
        }

        var wanted = parameter.ValueFrom?.Parameter ?? parameter.Name;
        return global?.Parameters?.FirstOrDefault(found => found.Name == wanted)?.Value
            ?? parameter.ValueFrom?.Default
            ?? throw Missing(child, $"output parameter '{parameter.Name}'", wanted, global?.Parameters?.Select(found => found.Name));
    }

    private static Artifact? ArtifactOf(string? child, Artifact artifact, Outputs? global)
    {
        var wanted = string.IsNullOrEmpty(artifact.From) ? artifact.Name : artifact.From;
        return global?.Artifacts?.FirstOrDefault(found => found.Name == wanted) is { } there ? there with { Name = artifact.Name, GlobalName = artifact.GlobalName }
            : artifact.Optional == true ? null
            : throw Missing(child, $"output artifact '{artifact.Name}'", wanted, global?.Artifacts?.Select(found => found.Name));
    }

    private static InvalidDataException Missing(string? child, string what, string? wanted, IEnumerable<string?>? there)
    {
        var names = string.Join(", ", there ?? []);
        return new InvalidDataException($"{what}: workflow '{child}' has no global output '{wanted}'; {(names.Length == 0 ? "it has none (outputs with a globalName are global)" : $"it has: {names}")}");
    }

    private static Arguments Merged(Arguments own, Arguments? more) => new()
    {
        Parameters = [.. own.Parameters ?? [], .. (more?.Parameters ?? []).Where(other => own.Parameters?.Any(mine => mine.Name == other.Name) != true)],
        Artifacts = [.. own.Artifacts ?? [], .. (more?.Artifacts ?? []).Where(other => own.Artifacts?.Any(mine => mine.Name == other.Name) != true)],
    };

    private static void AddAll(Dictionary<string, string> target, IReadOnlyDictionary<string, string>? source)
    {
        foreach (var (key, value) in source ?? new Dictionary<string, string>())
        {
            target[key] = value;
        }
    }
}
