using Krewe.Client;
using Krewe.Engine;
using Krewe.Model;
using Krewe.Model.Merging;
using Krewe.Model.Runs;
using Krewe.Model.Schedules;
using Krewe.Model.Submission;
using Krewe.Model.Tracing;
using Krewe.Model.Validation;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Decides whether a run or a definition may be stored: the same checks whichever door it came through.</summary>
internal sealed class RunAdmission(IObjectStore objects, ControllerConfig config, RunEstimates estimates, RunQuota quota, TimeProvider time, NameSuffixes suffixes)
{
    private const int LongestName = 63;

    /// <summary>Everything a run needs before its grain hears of it: options applied, named, validated, templates loaded.</summary>
    public async Task<AdmittedRun> AdmitAsync(CreateRunRequest request, CancellationToken cancellationToken)
    {
        var workflow = request.Workflow;
        if (request.SubmitOptions is { } options)
        {
            workflow = Apply(workflow, options);
        }

        var named = Name(workflow with { Status = null }, request.Namespace, parent: TraceParent.Parse(request.TraceParent));
        ThrowIfRestricted(named.Spec);
        var command = await CommandAsync(named, ValidationMode.Default, cancellationToken).ConfigureAwait(false);
        await quota.RequireRoomAsync(named.Metadata.Namespace!, cancellationToken).ConfigureAwait(false);
        return new AdmittedRun(command, request.Settings);
    }

    /// <summary>The same for a run that another one starts: its name and uid follow from the node that wants it.</summary>
    public async Task<AdmittedRun> AdmitChildAsync(Workflow child, RunSettings? settings, CancellationToken cancellationToken)
    {
        var named = Name(child with { Status = null }, child.Metadata.Namespace ?? Namespaces.Default, child.Metadata.Uid);
        var command = await CommandAsync(named, ValidationMode.Default, cancellationToken).ConfigureAwait(false);

        // It works in the place of the run that waits for it: with a place of its own the two could wait for each other without end.
        return new AdmittedRun(command with { Config = command.Config with { IsThrottled = false } }, settings);
    }

    /// <summary>Validates without naming: the answer is the workflow as it was given.</summary>
    public async Task<Workflow> LintAsync(string @namespace, Workflow workflow, CancellationToken cancellationToken)
    {
        var placed = workflow with { Metadata = workflow.Metadata with { Namespace = workflow.Metadata.Namespace ?? @namespace } };
        ThrowIfRestricted(placed.Spec);
        await CommandAsync(placed, ValidationMode.Lint, cancellationToken).ConfigureAwait(false);
        return placed;
    }

    /// <summary>A workflow that runs what a stored template or cron workflow says.</summary>
    public async Task<Workflow> FromResourceAsync(SubmitRequest request, CancellationToken cancellationToken)
    {
        var kind = request.KindOfResource() switch
        {
            { } known => ResourceKinds.Of(known),
            null => throw new KreweException(KreweErrorCode.InvalidArgument, $"resource kind '{request.ResourceKind}' is not supported; use workflowtemplate, clusterworkflowtemplate or cronworkflow"),
        };
        if (await objects.GetAsync(kind.KeyOf(request.Namespace, request.ResourceName), cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            throw KreweException.NotFound(kind.Plural, request.ResourceName);
        }

        return SubmitSources.ToWorkflow(kind.Deserialize(stored.Payload.Span)) with { ApiVersion = "argoproj.io/v1alpha1", Kind = "Workflow" };
    }

    /// <summary>A new run made from another one.</summary>
    public async Task<AdmittedRun> ResubmitAsync(Workflow original, ResubmitOptions options, RunSettings? settings, CancellationToken cancellationToken)
    {
        var resubmitted = RunResubmit.Formulate(original, options.Memoized, options.Parameters, suffixes.Next(), time.GetUtcNow());
        if (resubmitted.Value is null)
        {
            throw new KreweException(KreweErrorCode.FailedPrecondition, resubmitted.Error ?? "the run cannot be resubmitted");
        }

        var named = Name(resubmitted.Value, original.Metadata.Namespace ?? Namespaces.Default);
        ThrowIfRestricted(named.Spec);
        await quota.RequireRoomAsync(named.Metadata.Namespace!, cancellationToken).ConfigureAwait(false);
        return new AdmittedRun(await CommandAsync(named, ValidationMode.Default, cancellationToken).ConfigureAwait(false), settings);
    }

    /// <summary>Checks a definition; the answer is what would be stored.</summary>
    public async Task<ArgoResource> AdmitResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken)
    {
        var kind = ResourceKinds.Of(resource);
        var placed = resource with
        {
            ApiVersion = resource.ApiVersion ?? "argoproj.io/v1alpha1",
            Kind = kind.Name,
            Metadata = resource.Metadata with
            {
                Namespace = kind.IsClusterWide ? null : resource.Metadata.Namespace ?? @namespace,
                Name = resource.Metadata.Name ?? (resource.Metadata.GenerateName is { Length: > 0 } prefix ? prefix + suffixes.Next() : null),
            },
        };
        if (string.IsNullOrEmpty(placed.Metadata.Name))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "metadata.name is required");
        }

        ThrowIfNoFolder(placed.Metadata);
        if (placed is EventSource or Sensor)
        {
            // Argo Events' own objects: only it knows what is right in them.
            return placed;
        }

        var spec = placed switch
        {
            WorkflowTemplate template => template.Spec,
            ClusterWorkflowTemplate template => template.Spec,
            CronWorkflow cron => cron.Spec.WorkflowSpec,
            _ => null,
        };
        if (placed is CronWorkflow scheduled)
        {
            CheckOptions(scheduled);
        }

        var closure = await TemplateClosure.LoadAsync(objects, @namespace, spec, cancellationToken).ConfigureAwait(false);
        ThrowIfInvalid(WorkflowValidator.Validate(placed, closure.Lookup, new ValidationOptions { WorkflowDefaults = config.WorkflowDefaults }));
        return placed;
    }

    private static void CheckOptions(CronWorkflow cron)
    {
        try
        {
            CronOptions.Of(cron.Metadata);
        }
        catch (FormatException wrong)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, wrong.Message, wrong);
        }
    }

    private static Workflow Apply(Workflow workflow, Client.SubmitOptions options)
    {
        var changed = WorkflowSubmission.Apply(workflow, new Model.Submission.SubmitOptions
        {
            Name = options.Name,
            GenerateName = options.GenerateName,
            EntryPoint = options.Entrypoint,
            Parameters = options.Parameters,
            ServiceAccount = options.ServiceAccount,
            Labels = options.Labels,
            Annotations = options.Annotations,
            PodPriorityClassName = options.PodPriorityClassName,
            Priority = options.Priority,
            Artifacts = options.Artifacts,
        });
        return changed.Value ?? throw new KreweException(KreweErrorCode.InvalidArgument, changed.Error ?? "the submit options cannot be applied");
    }

    private async Task<CreateRun> CommandAsync(Workflow workflow, ValidationMode mode, CancellationToken cancellationToken)
    {
        var closure = await TemplateClosure.LoadAsync(objects, workflow.Metadata.Namespace!, workflow.Spec, cancellationToken).ConfigureAwait(false);
        workflow = Place(workflow, closure);
        ThrowIfInvalid(WorkflowValidator.Validate(workflow, closure.Lookup, new ValidationOptions { Mode = mode, WorkflowDefaults = config.WorkflowDefaults }));
        return new CreateRun
        {
            Now = time.GetUtcNow(),
            Workflow = workflow,
            Templates = closure.Templates,
            ClusterTemplates = closure.ClusterTemplates,
            Config = new RunConfig
            {
                WorkflowDefaults = config.WorkflowDefaults,
                ArchiveLogs = config.ArtifactRepository?.ArchiveLogs == true,
                ArtifactKeyFormat = config.ArtifactRepository?.KeyFormat,
                PodNameFormat = config.PodNames ?? "v2",
                TransientErrorPattern = config.TransientErrorPattern,
                InstanceId = config.InstanceID,
                PartThreshold = config.PartThreshold ?? RunConfig.DefaultPartThreshold,
                IsThrottled = config.Parallelism is not null || config.ParallelismOf(workflow.Metadata.Namespace!) is not null,
            },
            Estimates = mode == ValidationMode.Lint ? null : await estimates.OfAsync(workflow, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>A run lies where it says; else where the template lies that it runs.</summary>
    private static Workflow Place(Workflow workflow, TemplateClosure closure)
    {
        ThrowIfNoFolder(workflow.Metadata);
        return Folders.Of(workflow.Metadata).Length == 0
            && workflow.Spec.WorkflowTemplateRef is { ClusterScope: not true, Name: { } name }
            && closure.Templates.FirstOrDefault(template => template.Metadata.Name == name) is { } template
            ? workflow with { Metadata = Folders.Put(workflow.Metadata, Folders.Of(template.Metadata)) }
            : workflow;
    }

    private static void ThrowIfNoFolder(ObjectMeta metadata)
    {
        if (Folders.Problem(Folders.Of(metadata)) is { } problem)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"metadata.annotations[\"{Folders.Annotation}\"]: {problem}");
        }
    }

    // Restricted users run what templates say: the refusal names every field that is theirs and may not be.
    private void ThrowIfRestricted(WorkflowSpec spec)
    {
        if (config.WorkflowRestrictions is not { TemplateReferencing: { Length: > 0 } } restrictions)
        {
            return;
        }

        var problem = spec.WorkflowTemplateRef is null
            ? "workflows must use workflowTemplateRef to be executed when the controller is in reference mode"
            : UserOverrides.Refusal(spec, restrictions.UserOverrideAllowlist);
        if (problem is not null)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, problem);
        }
    }

    private Workflow Name(Workflow workflow, string @namespace, string? uid = null, TraceParent? parent = null)
    {
        var metadata = workflow.Metadata;
        var name = metadata.Name is { Length: > 0 } given ? given
            : metadata.GenerateName is { Length: > 0 } prefix ? prefix[..Math.Min(prefix.Length, LongestName - NameSuffixes.Length)] + suffixes.Next()
            : throw new KreweException(KreweErrorCode.InvalidArgument, "name or generateName is required");
        return workflow with
        {
            ApiVersion = "argoproj.io/v1alpha1",
            Kind = "Workflow",
            Metadata = RunTrace.Begin(metadata with
            {
                Name = name,
                Namespace = metadata.Namespace is { Length: > 0 } own ? own : @namespace,
                Uid = uid ?? Guid.NewGuid().ToString(),
                CreationTimestamp = time.GetUtcNow(),
                Generation = 1,
                ResourceVersion = null,
            }, parent),
        };
    }

    private static void ThrowIfInvalid(IReadOnlyList<ValidationError> errors)
    {
        if (errors.Count > 0)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, errors[0].Message, [.. errors.Select(error => new ErrorDiagnostic(error.Message, error.Path))]);
        }
    }
}
