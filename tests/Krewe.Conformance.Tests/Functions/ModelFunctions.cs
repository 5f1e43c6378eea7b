using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model;
using Krewe.Model.Merging;
using Krewe.Model.Runs;
using Krewe.Model.Submission;

namespace Krewe.Conformance;

/// <summary>Set <c>wfutil</c>: merging, submitting, retrying and resubmitting.</summary>
internal static class ModelFunctions
{
    public static FunctionOutcome Run(string function, JsonObject args, DateTimeOffset now) => function switch
    {
        "JoinWorkflowSpec" => new FunctionOutcome(args, null, new JsonObject
        {
            ["spec"] = Arguments.Json(WorkflowMerge.JoinSpecs(Arguments.Spec(args["workflow"])!, Arguments.Spec(args["workflowTemplate"]), Arguments.Spec(args["workflowDefaults"])), ModelJson.Default.WorkflowSpec),
        }),
        "MergeTo" => Changes(args, "target", new Changed<Workflow>(WorkflowMerge.Merge(Arguments.Workflow(args["patch"]), Arguments.Workflow(args["target"])), null)),
        "JoinWorkflowMetaData" => Metadata(args),
        "ValidateUserOverrides" => new FunctionOutcome(args, UserOverrides.Refusal(Arguments.Spec(args["spec"]))),
        "SanitizeUserWorkflowSpec" => new FunctionOutcome(args, null, UserOverrides.Sanitize(Arguments.Spec(args["spec"])) is { } spec ? Arguments.Json(spec, ModelJson.Default.WorkflowSpec) : null),
        "FormulateRetryWorkflow" => Retry(args, now),
        "FormulateResubmitWorkflow" => Resubmit(args, now),
        "ApplySubmitOpts" => Changes(args, "workflow", WorkflowSubmission.Apply(Arguments.Workflow(args["workflow"]), Options(args["submitOpts"]))),
        "overrideArtifacts" => Changes(args, "workflow", ArtifactOverrides.Apply(Arguments.Workflow(args["workflow"]), Arguments.Texts(args["overrides"]))),
        "ParseArtifactOverrides" => Parsed(args, ArtifactOverrides.Parse(Arguments.Texts(args["overrides"])!)),
        "ApplyOverridesToTemplateArtifacts" => Applied(args),
        "GetNodeType" => new FunctionOutcome(args, null, TemplateTypes.NodeTypeOf(args["template"].Deserialize(ModelJson.Default.Template)!)),
        "SelectorMatchesNode" => new FunctionOutcome(args, null, NodeSelector.Parse(Arguments.Text(args["selector"])!).Selector!.Matches(args["node"].Deserialize(ModelJson.Default.NodeStatus)!)),
        _ => throw new NotSupportedException($"no function of ours for {function}"),
    };

    private static FunctionOutcome Retry(JsonObject args, DateTimeOffset now)
    {
        var retried = RunRetry.Formulate(
            Arguments.Workflow(args["workflow"]), Arguments.Flag(args["restartSuccessful"]), Arguments.Text(args["nodeFieldSelector"]), Arguments.Texts(args["parameters"]), now);
        return retried.Value is { } run
            ? new FunctionOutcome(args, null, Arguments.Json(run.Workflow, ModelJson.Default.Workflow), new JsonArray([.. run.PodsToDelete.Select(pod => JsonValue.Create(pod))]))
            : new FunctionOutcome(args, retried.Error);
    }

    private static FunctionOutcome Resubmit(JsonObject args, DateTimeOffset now)
    {
        var created = RunResubmit.Formulate(Arguments.Workflow(args["workflow"]), Arguments.Flag(args["memoized"]), Arguments.Texts(args["parameters"]), "abcde", now);
        return created.Value is { } workflow ? new FunctionOutcome(args, null, Arguments.Json(workflow, ModelJson.Default.Workflow)) : new FunctionOutcome(args, created.Error);
    }

    private static FunctionOutcome Metadata(JsonObject args)
    {
        var type = ModelJson.Default.ObjectMeta;
        args["metadata"] = Arguments.Json(WorkflowMerge.JoinMetadata(args["metadata"].Deserialize(type)!, args["defaultMetadata"].Deserialize(type)), type);
        return new FunctionOutcome(args, null);
    }

    private static FunctionOutcome Changes(JsonObject args, string name, Changed<Workflow> changed)
    {
        if (changed.Value is not null)
        {
            args[name] = Arguments.Json(changed.Value, ModelJson.Default.Workflow);
        }

        return new FunctionOutcome(args, changed.Error);
    }

    private static FunctionOutcome Parsed(JsonObject args, Changed<IReadOnlyDictionary<string, string>> parsed) =>
        new(args, parsed.Error, parsed.Value is null ? null : Arguments.Json(parsed.Value, ModelJson.Default.IReadOnlyDictionaryStringString));

    private static FunctionOutcome Applied(JsonObject args)
    {
        var artifacts = args["artifacts"].Deserialize(ModelJson.Default.IReadOnlyListArtifact)!;
        var applied = ArtifactOverrides.OfTemplate(artifacts, args["overrides"].Deserialize(ModelJson.Default.DictionaryStringString)!);
        return new FunctionOutcome(args, applied.Error, applied.Value is null ? null : Arguments.Json(applied.Value, ModelJson.Default.IReadOnlyListArtifact));
    }

    private static SubmitOptions? Options(JsonNode? given) => given is null ? null : new SubmitOptions
    {
        Name = Arguments.Text(given["name"]),
        GenerateName = Arguments.Text(given["generateName"]),
        EntryPoint = Arguments.Text(given["entryPoint"]),
        ServiceAccount = Arguments.Text(given["serviceAccount"]),
        Labels = Arguments.Text(given["labels"]),
        Annotations = Arguments.Text(given["annotations"]),
        PodPriorityClassName = Arguments.Text(given["podPriorityClassName"]),
        Priority = (int?)JsonValues.Number(given["priority"]),
        Parameters = Arguments.Texts(given["parameters"]),
        Artifacts = Arguments.Texts(given["artifacts"]),
    };
}
