using Krewe.Model.Runs;

namespace Krewe.Model.Submission;

/// <summary>Gives argument artifacts other keys, for instance those of uploaded files.</summary>
public static class ArtifactOverrides
{
    /// <summary>Reads <c>name=key</c> texts; of one name the last counts.</summary>
    public static Changed<IReadOnlyDictionary<string, string>> Parse(IReadOnlyList<string> overrides)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in Pairs.Texts(overrides))
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == text.Length - 1)
            {
                return new(null, $"expected artifact of the form: NAME=KEY. Received: {text}");
            }

            keys[text[..at]] = text[(at + 1)..];
        }

        return new(keys, null);
    }

    /// <summary>
    /// The workflow with the keys of its argument artifacts changed. A name that it does not have is an error, unless it refers to
    /// a template: then the artifacts are there, and <see cref="OfTemplate"/> is asked.
    /// </summary>
    public static Changed<Workflow> Apply(Workflow workflow, IReadOnlyList<string>? overrides)
    {
        if (overrides is not { Count: > 0 })
        {
            return new(workflow, null);
        }

        workflow = Present.Of(workflow);
        var parsed = Parse(overrides);
        if (parsed.Value is not { } keys)
        {
            return new(null, parsed.Error);
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        var own = Change(workflow.Spec.Arguments, keys, used, "");
        var stored = Change(workflow.Status?.StoredWorkflowTemplateSpec?.Arguments, keys, used, " in stored spec");
        var error = own.Error ?? stored.Error ?? (workflow.Spec.WorkflowTemplateRef is null ? Unmatched(keys, used) : null);
        if (error is not null)
        {
            return new(null, error);
        }

        var changed = workflow with { Spec = workflow.Spec with { Arguments = own.Value ?? workflow.Spec.Arguments } };
        return new(
            stored.Value is null ? changed : changed with { Status = changed.Status! with { StoredWorkflowTemplateSpec = changed.Status.StoredWorkflowTemplateSpec! with { Arguments = stored.Value } } },
            null);
    }

    /// <summary>Those of a template's artifacts that get another key, with it; a name that the template does not have is an error.</summary>
    public static Changed<IReadOnlyList<Artifact>> OfTemplate(IReadOnlyList<Artifact> artifacts, IReadOnlyDictionary<string, string> keys)
    {
        var applied = new List<Artifact>();
        foreach (var artifact in artifacts)
        {
            if (keys.TryGetValue(artifact.Name ?? "", out var key))
            {
                var changed = ArtifactKeys.With(artifact, key);
                if (changed.Value is null)
                {
                    return new(null, $"failed to set key for artifact {artifact.Name}: {changed.Error}");
                }

                applied.Add(changed.Value);
            }
        }

        return Unmatched(keys, applied.Select(artifact => artifact.Name!)) is { } error ? new(null, error) : new(applied, null);
    }

    private static Changed<Arguments> Change(Arguments? arguments, IReadOnlyDictionary<string, string> keys, HashSet<string> used, string where)
    {
        if (arguments?.Artifacts is null)
        {
            return new(null, null);
        }

        var artifacts = new List<Artifact>();
        foreach (var artifact in arguments.Artifacts)
        {
            if (!keys.TryGetValue(artifact.Name ?? "", out var key))
            {
                artifacts.Add(artifact);
                continue;
            }

            used.Add(artifact.Name!);
            var changed = ArtifactKeys.With(artifact, key);
            if (changed.Value is null)
            {
                return new(null, $"failed to set key for artifact {artifact.Name}{where}: {changed.Error}");
            }

            artifacts.Add(changed.Value);
        }

        return new(arguments with { Artifacts = artifacts }, null);
    }

    private static string? Unmatched(IReadOnlyDictionary<string, string> keys, IEnumerable<string> used)
    {
        var unmatched = keys.Keys.Except(used, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return unmatched.Count == 0 ? null : $"artifact override(s) matched no artifact: {string.Join(", ", unmatched)}";
    }
}
