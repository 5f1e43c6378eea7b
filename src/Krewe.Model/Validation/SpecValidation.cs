namespace Krewe.Model.Validation;

/// <summary>
/// One validation of a workflow spec. It follows Argo's order of checks, so that the first finding is Argo's error, but goes on
/// where Argo stops: with the next step, task or template.
/// </summary>
/// <remarks>Not reusable. Parts: this file the spec, <c>.Templates</c> calls and templates, <c>.Steps</c>, <c>.Dag</c>, <c>.Leaf</c>, <c>.Outputs</c>, <c>.Scope</c>.</remarks>
internal sealed partial class SpecValidation(ITemplateLookup lookup, SpecValidationOptions options, Findings findings)
{
    private readonly Dictionary<string, string> _globals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _validated = new(StringComparer.Ordinal);
    private readonly Placeholders _placeholders = new();
    private readonly Queue<Action> _deferred = new();
    private int _depth;

    public void Run(ObjectMeta metadata, WorkflowSpec spec)
    {
        var home = new TemplateHome($"local/{metadata.Name}", metadata.Name ?? "", spec, Foreign: false, HasDefaults: true);
        if (!ReferencedSpec(spec, out var referenced))
        {
            return;
        }

        if (NameRules.Check((spec.Templates ?? []).Select(template => template.Name), NameRules.FieldName) is { } badName)
        {
            findings.Add(SpecPlace($".templates[{badName.Index}].name"), $"spec.templates{badName.Message}");
        }

        var arguments = MergedArguments(spec.Arguments, referenced?.Arguments);
        var allowEmpty = options.Lint || (options.IsTemplate && !options.Submit);
        ArgumentRules.Check(arguments, "spec.arguments.", SpecPlace(".arguments"), allowEmpty, findings);
        AddGlobals(metadata, spec, referenced, arguments);

        var entrypoint = Coalesce(spec.Entrypoint, referenced?.Entrypoint);
        if (entrypoint is not null)
        {
            var source = options.IsTemplate ? ArgumentSource.Anything : ArgumentSource.Of(arguments);
            Call(CallOf(spec, entrypoint), home, source, SpecPlace(spec.Entrypoint is null ? ".workflowTemplateRef" : ".entrypoint"));
        }
        else if (!options.EntrypointOptional)
        {
            findings.Add(SpecPlace(""), "spec.entrypoint is required");
        }

        CheckExitHandler(spec, referenced, home);
        CheckSpecFields(spec);
        CheckAllTemplates(spec, referenced, home);
        while (_deferred.TryDequeue(out var check))
        {
            check();
        }
    }

    private Place SpecPlace(string below) => new("", options.SpecPath + below);

    private bool ReferencedSpec(WorkflowSpec spec, out WorkflowSpec? referenced)
    {
        referenced = null;
        if (spec.WorkflowTemplateRef is not { } reference)
        {
            return true;
        }

        if (spec.Templates is { Count: > 0 })
        {
            findings.Add(SpecPlace(".templates"), "Templates is invalid field in spec if workflow referred WorkflowTemplate reference");
        }

        var name = reference.Name ?? "";
        referenced = reference.ClusterScope == true ? lookup.FindCluster(name)?.Spec : lookup.FindNamespaced(name)?.Spec;
        if (referenced is not null)
        {
            return true;
        }

        var kind = reference.ClusterScope == true ? "clusterworkflowtemplates" : "workflowtemplates";
        findings.Add(SpecPlace(".workflowTemplateRef"), $"{kind}.argoproj.io \"{name}\" not found");
        return false;
    }

    private static Arguments MergedArguments(Arguments? own, Arguments? referenced) => new()
    {
        Parameters = Merge(own?.Parameters, referenced?.Parameters, parameter => parameter.Name),
        Artifacts = Merge(own?.Artifacts, referenced?.Artifacts, artifact => artifact.Name),
    };

    private static List<T> Merge<T>(IReadOnlyList<T>? own, IReadOnlyList<T>? referenced, Func<T, string?> nameOf)
    {
        var merged = new List<T>(own ?? []);
        merged.AddRange((referenced ?? []).Where(other => !merged.Any(mine => nameOf(mine) == nameOf(other))));
        return merged;
    }

    private void AddGlobals(ObjectMeta metadata, WorkflowSpec spec, WorkflowSpec? referenced, Arguments arguments)
    {
        AddGlobal("workflow.name", "workflow.namespace", "workflow.mainEntrypoint", "workflow.serviceAccountName", "workflow.uid", "workflow.status");
        AddGlobal("workflow.annotations", "workflow.annotations.json", "workflow.labels", "workflow.labels.json");
        if (arguments.Parameters is { Count: > 0 })
        {
            AddGlobal("workflow.parameters", "workflow.parameters.json");
        }

        foreach (var parameter in arguments.Parameters ?? [])
        {
            _globals[$"workflow.parameters.{parameter.Name}"] = parameter.Value
                ?? (parameter.ValueFrom?.SecretKeyRef is null ? _placeholders.Next() : _placeholders.NextSecret($"workflow.parameters.{parameter.Name}"));
        }

        AddMetadata(metadata.Labels, metadata.Annotations);
        AddMetadata(options.Defaults?.Metadata?.Labels, options.Defaults?.Metadata?.Annotations);
        foreach (var more in new[] { spec.WorkflowMetadata, options.Defaults?.Spec?.WorkflowMetadata, referenced?.WorkflowMetadata })
        {
            AddMetadata(more?.Labels, more?.Annotations);
            AddGlobal([.. (more?.LabelsFrom?.Keys ?? []).Select(name => $"workflow.labels.{name}")]);
        }

        if (spec.Priority is { } priority)
        {
            _globals["workflow.priority"] = priority.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private void AddMetadata(IReadOnlyDictionary<string, string>? labels, IReadOnlyDictionary<string, string>? annotations)
    {
        AddGlobal([.. (labels?.Keys ?? []).Select(name => $"workflow.labels.{name}")]);
        AddGlobal([.. (annotations?.Keys ?? []).Select(name => $"workflow.annotations.{name}")]);
    }

    private void AddGlobal(params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            _globals[name] = _placeholders.Next();
        }
    }

    private static TemplateCall CallOf(WorkflowSpec spec, string template) => spec.WorkflowTemplateRef is { } reference
        ? new TemplateCall(Reference: new TemplateRef { Name = reference.Name, ClusterScope = reference.ClusterScope, Template = template })
        : new TemplateCall(template);

    private void CheckExitHandler(WorkflowSpec spec, WorkflowSpec? referenced, TemplateHome home)
    {
        if (Coalesce(spec.OnExit, referenced?.OnExit) is { } onExit)
        {
            AddGlobal("workflow.failures");
            var templates = (spec.Templates ?? []).Concat(referenced?.Templates ?? []);
            if (templates.SelectMany(template => template.Outputs?.Artifacts ?? []).Any(artifact => IsVariable(artifact.GlobalName)))
            {
                _globals[Scope.AnyGlobalArtifact] = "true";
            }

            Call(CallOf(spec, onExit), home, ArgumentSource.Of(spec.Arguments), SpecPlace(spec.OnExit is null ? ".workflowTemplateRef" : ".onExit"));
        }

        CheckHooks(spec.Hooks, "hooks", SpecPlace(".hooks"));
    }

    private void CheckHooks(IReadOnlyDictionary<string, LifecycleHook>? hooks, string words, Place place)
    {
        foreach (var (name, hook) in hooks ?? new Dictionary<string, LifecycleHook>())
        {
            if (name != Runs.NodeNames.ExitHook && string.IsNullOrEmpty(hook.Expression))
            {
                findings.Add(place.At($".{name}"), $"{words}.{name} Expression required");
            }
        }
    }

    private void CheckSpecFields(WorkflowSpec spec)
    {
        findings.AddIf(SpecPlace(".podGC.strategy"), PodGCRules.Strategy(spec.PodGC));
        findings.AddIf(SpecPlace(".podGC.labelSelector"), PodGCRules.LabelSelector(spec.PodGC));
        findings.AddIf(SpecPlace(".executorPlugins"), ExecutorPluginRules.Check(spec.ExecutorPlugins) is { } problem ? $"spec.executorPlugins: {problem}" : null);
        findings.AddIf(SpecPlace(".podResources"), PodResourceRules.Check(spec.PodResources, "spec.podResources"));
    }

    private void CheckAllTemplates(WorkflowSpec spec, WorkflowSpec? referenced, TemplateHome home)
    {
        var templates = (referenced ?? spec).Templates ?? [];
        for (var i = 0; i < templates.Count; i++)
        {
            if (templates[i].Name is { Length: > 0 } name)
            {
                var place = SpecPlace(referenced is null ? $".templates[{i}]" : ".workflowTemplateRef");
                Call(CallOf(spec, name), home, ArgumentSource.Anything, place.Saying($"templates.{name} "));
            }
        }
    }

    private static string? Coalesce(string? first, string? second) => !string.IsNullOrEmpty(first) ? first : string.IsNullOrEmpty(second) ? null : second;
}
