using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model.Merging;
using Krewe.Model.Runs;
using Krewe.Model.Submission;

namespace Krewe.Model.Tests.Runs;

/// <summary>Argo's own cases for merging, submitting, retrying, resubmitting and resuming.</summary>
public sealed class WfutilConformanceTests
{
    public static TheoryData<string> Functions => ConformanceSet.Names("wfutil", found => found.TryGetProperty("fn", out _));

    public static TheoryData<string> Scenarios => ConformanceSet.Names("wfutil", found => !found.TryGetProperty("fn", out _));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_Agrees_When_CaseIsArgos(string name)
    {
        var set = ConformanceSet.Require("wfutil");
        var given = set[name];
        var args = (JsonObject)ConformanceValue.Resolve(set, JsonNode.Parse(given.GetProperty("args").GetRawText()))!;
        var outcome = Run(given.GetProperty("fn").GetString()!, args);

        var expect = given.GetProperty("expect");
        if (expect.TryGetProperty("error", out var fails))
        {
            Assert.True(fails.GetBoolean() == outcome.Error is not null, outcome.Error ?? "no error");
        }

        foreach (var text in expect.TryGetProperty("errorContains", out var texts) ? texts.EnumerateArray().Select(text => text.GetString()!) : [])
        {
            Assert.Contains(text, outcome.Error, StringComparison.Ordinal);
        }

        var assertion = new ConformanceAssertion(root => root.TryGetProperty("result", out var index) ? outcome.Results.ElementAtOrDefault(index.GetInt32()) : outcome.Args[root.GetProperty("arg").GetString()!]);
        foreach (var check in expect.GetProperty("asserts").EnumerateArray())
        {
            assertion.Check(check);
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_Agrees_When_CaseIsArgos(string name)
    {
        var set = ConformanceSet.Require("wfutil");
        var given = set[name];
        var resources = given.GetProperty("resources").EnumerateArray().ToDictionary(
            resource => resource.GetProperty("id").GetString()!,
            resource => ConformanceValue.OfText(set.Read(resource.GetProperty("file").GetString()!)).Deserialize(ModelJson.Default.Workflow)!);
        var stored = new Dictionary<string, Workflow>(StringComparer.Ordinal);
        var assertion = new ConformanceAssertion(root => Json(stored[resources[root.GetProperty("workflow").GetString()!].Metadata.Name!], ModelJson.Default.Workflow));

        foreach (var step in given.GetProperty("steps").EnumerateArray())
        {
            switch (step.GetProperty("op").GetString())
            {
                case "create":
                    var created = resources[step.GetProperty("resource").GetString()!];
                    stored[created.Metadata.Name!] = created;
                    break;
                case "assert":
                    assertion.Check(step);
                    break;
                default:
                    Operate(step, stored);
                    break;
            }
        }
    }

    private static void Operate(JsonElement step, Dictionary<string, Workflow> stored)
    {
        var name = step.GetProperty("name").GetString()!;
        var selector = step.TryGetProperty("nodeFieldSelector", out var text) ? text.GetString()! : "";
        var changed = !stored.TryGetValue(name, out var workflow)
            ? new Changed<Workflow>(null, $"workflows.argoproj.io \"{name}\" not found")
            : step.GetProperty("op").GetString() switch
            {
                "set" => SuspendedNodes.Set(workflow, selector, Values(step.GetProperty("values")), ConformanceValue.Now),
                "resume" => SuspendedNodes.Resume(workflow, ConformanceValue.Now),
                "stop" => SuspendedNodes.Shutdown(workflow, "Stop"),
                var op => throw new NotSupportedException(op),
            };

        Assert.True(step.GetProperty("error").GetBoolean() == changed.Error is not null, changed.Error ?? "no error");
        if (step.TryGetProperty("errorContains", out var part))
        {
            Assert.Contains(part.GetString()!, changed.Error, StringComparison.Ordinal);
        }

        if (changed.Value is not null)
        {
            stored[name] = changed.Value;
        }
    }

    private static SuspendedNodeValues Values(JsonElement values) => new()
    {
        Phase = values.TryGetProperty("phase", out var phase) ? phase.GetString() : null,
        Message = values.TryGetProperty("message", out var message) ? message.GetString() : null,
        OutputParameters = values.TryGetProperty("outputParameters", out var outputs) ? outputs.Deserialize(ModelJson.Default.DictionaryStringString) : null,
    };

    private static Outcome Run(string function, JsonObject args) => function switch
    {
        "JoinWorkflowSpec" => new Outcome(args, null, new JsonObject
        {
            ["spec"] = Json(WorkflowMerge.JoinSpecs(Spec(args["workflow"])!, Spec(args["workflowTemplate"]), Spec(args["workflowDefaults"])), ModelJson.Default.WorkflowSpec),
        }),
        "MergeTo" => Argument(args, "target", new(WorkflowMerge.Merge(Workflow(args["patch"]), Workflow(args["target"])), null)),
        "JoinWorkflowMetaData" => Metadata(args),
        "ValidateUserOverrides" => new Outcome(args, UserOverrides.Refusal(Spec(args["spec"]))),
        "SanitizeUserWorkflowSpec" => new Outcome(args, null, UserOverrides.Sanitize(Spec(args["spec"])) is { } spec ? Json(spec, ModelJson.Default.WorkflowSpec) : null),
        "FormulateRetryWorkflow" => Retry(args),
        "FormulateResubmitWorkflow" => Resubmit(args),
        "ApplySubmitOpts" => Argument(args, "workflow", WorkflowSubmission.Apply(Workflow(args["workflow"]), SubmitOptions(args["submitOpts"]))),
        "overrideArtifacts" => Argument(args, "workflow", ArtifactOverrides.Apply(Workflow(args["workflow"]), Texts(args["overrides"]))),
        "ParseArtifactOverrides" => Parsed(args, ArtifactOverrides.Parse(Texts(args["overrides"])!)),
        "ApplyOverridesToTemplateArtifacts" => Applied(args),
        "GetNodeType" => new Outcome(args, null, TemplateTypes.NodeTypeOf(args["template"].Deserialize(ModelJson.Default.Template)!)),
        "SelectorMatchesNode" => new Outcome(args, null, NodeSelector.Parse(args["selector"]!.GetValue<string>()).Selector!.Matches(args["node"].Deserialize(ModelJson.Default.NodeStatus)!)),
        _ => throw new NotSupportedException(function),
    };

    private static Outcome Retry(JsonObject args)
    {
        var retried = RunRetry.Formulate(
            Workflow(args["workflow"]), args["restartSuccessful"]!.GetValue<bool>(), args["nodeFieldSelector"]?.GetValue<string>(), Texts(args["parameters"]), ConformanceValue.Now);
        return retried.Value is { } run
            ? new Outcome(args, null, Json(run.Workflow, ModelJson.Default.Workflow), new JsonArray([.. run.PodsToDelete.Select(pod => JsonValue.Create(pod))]))
            : new Outcome(args, retried.Error);
    }

    private static Outcome Resubmit(JsonObject args)
    {
        var created = RunResubmit.Formulate(Workflow(args["workflow"]), args["memoized"]!.GetValue<bool>(), Texts(args["parameters"]), "abcde", ConformanceValue.Now);
        return created.Value is { } workflow ? new Outcome(args, null, Json(workflow, ModelJson.Default.Workflow)) : new Outcome(args, created.Error);
    }

    private static Outcome Metadata(JsonObject args)
    {
        var type = ModelJson.Default.ObjectMeta;
        var joined = WorkflowMerge.JoinMetadata(args["metadata"].Deserialize(type)!, args["defaultMetadata"].Deserialize(type));
        args["metadata"] = Json(joined, type);
        return new Outcome(args, null);
    }

    private static Outcome Argument(JsonObject args, string name, Changed<Workflow> changed)
    {
        if (changed.Value is not null)
        {
            args[name] = Json(changed.Value, ModelJson.Default.Workflow);
        }

        return new Outcome(args, changed.Error);
    }

    private static Outcome Parsed(JsonObject args, Changed<IReadOnlyDictionary<string, string>> parsed) =>
        new(args, parsed.Error, parsed.Value is null ? null : Json(parsed.Value, ModelJson.Default.IReadOnlyDictionaryStringString));

    private static Outcome Applied(JsonObject args)
    {
        var artifacts = args["artifacts"].Deserialize(ModelJson.Default.IReadOnlyListArtifact)!;
        var applied = ArtifactOverrides.OfTemplate(artifacts, args["overrides"].Deserialize(ModelJson.Default.DictionaryStringString)!);
        return new Outcome(args, applied.Error, applied.Value is null ? null : Json(applied.Value, ModelJson.Default.IReadOnlyListArtifact));
    }

    private static SubmitOptions? SubmitOptions(JsonNode? given) => given is null ? null : new SubmitOptions
    {
        Name = given["name"]?.GetValue<string>(),
        GenerateName = given["generateName"]?.GetValue<string>(),
        EntryPoint = given["entryPoint"]?.GetValue<string>(),
        ServiceAccount = given["serviceAccount"]?.GetValue<string>(),
        Labels = given["labels"]?.GetValue<string>(),
        Annotations = given["annotations"]?.GetValue<string>(),
        PodPriorityClassName = given["podPriorityClassName"]?.GetValue<string>(),
        Priority = given["priority"]?.GetValue<int>(),
        Parameters = Texts(given["parameters"]),
        Artifacts = Texts(given["artifacts"]),
    };

    private static IReadOnlyList<string>? Texts(JsonNode? list) => (list as JsonArray)?.Select(item => item!.GetValue<string>()).ToList();

    private static WorkflowSpec? Spec(JsonNode? value) => value is null ? null : Workflow(value["spec"] is null ? new JsonObject { ["spec"] = value.DeepClone() } : value).Spec;

    // Go takes keys in any case, and so do some of the files: only the lenient reader does.
    private static Workflow Workflow(JsonNode? value)
    {
        var map = value?.DeepClone().AsObject() ?? [];
        map["kind"] = "Workflow";
        return ManifestReader.Lenient.Read(map.ToJsonString()).Of<Workflow>().Single();
    }

    private static JsonNode? Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type);

    private sealed record Outcome(JsonObject Args, string? Error, params IReadOnlyList<JsonNode?> Results);
}
