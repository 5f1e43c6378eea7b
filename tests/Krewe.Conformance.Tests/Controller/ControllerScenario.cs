using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model;
using Krewe.Model.Merging;

namespace Krewe.Conformance;

/// <summary>Plays one scenario of Argo's controller tests.</summary>
internal sealed partial class ControllerScenario
{
    // A pass takes time, if only a little: what is due within it is seen by the next.
    private static readonly TimeSpan TimePerPass = TimeSpan.FromMilliseconds(1);

    private readonly ConformanceCase _case;
    private readonly JsonObject _data;
    private readonly FakeCluster _cluster;
    private readonly Dictionary<string, ControlledRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _looks = new(StringComparer.Ordinal);
    private string? _notApplicable;

    public ControllerScenario(ConformanceCase one, DateTimeOffset now)
    {
        _case = one;
        _data = one.Data();
        _cluster = new FakeCluster(now);
    }

    public CaseResult Play()
    {
        var steps = _data["steps"]!.AsArray().Select(step => (JsonObject)step!).ToList();
        var later = steps.Where(step => Text(step, "op") == "create").Select(step => Text(step, "resource")).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in _data["resources"]!.AsArray().Where(resource => !later.Contains(JsonValues.Text(resource!["id"]))))
        {
            Create((JsonObject)resource!);
        }

        // Tests that go straight to executing a template have one pass that the data does not show.
        var passes = steps.Where(step => Text(step, "op") is "reconcile" or "processNextItem" or "suspend").ToList();
        if (passes.Count == 0 && !steps.Exists(StartsEmpty))
        {
            foreach (var run in _runs.Values.Where(run => run.Initial.Status is null))
            {
                run.Reconcile();
            }
        }

        foreach (var step in steps)
        {
            Step(step);
        }

        return _notApplicable is null ? CaseResult.Passed : CaseResult.NotApplicable(_notApplicable);
    }

    private static bool StartsEmpty(JsonObject step) => Text(step, "check") == "empty"
        && step["actual"]?["path"] is JsonArray { Count: 2 } path && JsonValues.Text(path[1]) == "nodes";

    private void Step(JsonObject step)
    {
        switch (Text(step, "op"))
        {
            case "reconcile":
                if (step["fromInitial"] is not null)
                {
                    Run(step).StartOver();
                }

                Run(step).Reconcile();
                _cluster.Now += TimePerPass;
                break;
            case "reconcilePods":
                Run(step).Look();
                break;
            case "processNextItem":
                ProcessNext();
                break;
            case "pods":
                MovePods(step);
                break;
            case "deletePods":
                _cluster.Pods.Clear();
                break;
            case "createRunningPods":
                _cluster.HasGivenPods = true;
                foreach (var pod in _cluster.Pods.Values)
                {
                    pod.Move(NodePhase.Running, null, null);
                }

                break;
            case "create":
                Create((JsonObject)_data["resources"]!.AsArray().First(resource => JsonValues.Text(resource!["id"]) == Text(step, "resource"))!);
                break;
            case "patch":
                Patch(step);
                break;
            case "config":
                Configure(step["path"]!.AsArray().Select(part => JsonValues.Text(part)!).ToList(), step["value"]);
                break;
            case "suspend" or "resume" or "stop" or "terminate":
                Command(step);
                break;
            case "sleep":
                _cluster.Now += TimeSpan.FromSeconds(JsonValues.Number(step["seconds"])!.Value);
                break;
            case "env":
                SetEnvironment(Text(step, "name"), Text(step, "value"));
                break;
            case "restartController":
                // Replaying the log is tested for every state elsewhere.
                break;
            case "assert":
                Assert(step);
                break;
            default:
                throw new InvalidOperationException($"unknown step {Text(step, "op")}");
        }
    }

    private void Create(JsonObject resource)
    {
        foreach (var read in Manifests.Read(_case.Set.Text(Text(resource, "file")!, _cluster.Now), Text(resource, "kind")))
        {
            if (read.Argo is Workflow workflow)
            {
                var metadata = workflow.Metadata;
                var name = string.IsNullOrEmpty(metadata.Name) ? (metadata.GenerateName ?? "wf-") + "x" : metadata.Name;
                workflow = workflow with
                {
                    Metadata = metadata with
                    {
                        Name = name,
                        Namespace = metadata.Namespace ?? "default",
                        Uid = metadata.Uid ?? $"uid-{name}",
                        CreationTimestamp = metadata.CreationTimestamp ?? _cluster.Now.AddSeconds(_runs.Count),
                    },
                };
                _runs[Text(resource, "id")!] = new ControlledRun(_cluster, workflow) { Estimate = Estimate };
            }
            else
            {
                _cluster.Add(read);
            }
        }
    }

    private void MovePods(JsonObject step)
    {
        var phase = Text(step, "phase")!;
        var outputs = step["outputs"] is JsonObject given ? given.Deserialize<Outputs>(ModelJson.Default.Options) : null;
        if (step["exitCode"] is { } exitCode)
        {
            outputs = (outputs ?? new Outputs()) with { ExitCode = Convert.ToString(JsonValues.Number(exitCode), CultureInfo.InvariantCulture) };
        }

        foreach (var pod in _cluster.Pods.Values)
        {
            pod.Move(phase, phase == NodePhase.Failed ? "Pod failed" : null, outputs);
        }
    }

    private void Assert(JsonObject step)
    {
        var roots = new RootValues();
        try
        {
            foreach (var root in RootValues.RootsIn(step))
            {
                roots.Set(root, ValueOf(root, step));
            }
        }
        catch (NotApplicableException e)
        {
            // The rest of the scenario is still worth checking: a failure there counts more.
            _notApplicable ??= e.Message;
            return;
        }

        new AssertionInterpreter(roots, _cluster.Now).Check(step);
    }

    private JsonNode? ValueOf(JsonObject root, JsonObject step)
    {
        switch (root.First().Key)
        {
            case "workflow":
                var id = Text(root, "workflow")!;
                return Manifests.Json((id == "latest" ? _runs.Values.Last() : _runs[id]).View);
            case "execWorkflow":
                var run = _runs[Text(root, "execWorkflow")!];
                var merged = Merged(run.Initial);
                return Manifests.Json(merged with { Spec = run.Executed ?? merged.Spec });
            case "kind" when _cluster.HasAgentWork:
                throw new NotApplicableException("looks at the agent pod of HTTP and plugin templates; the engine makes these calls itself");
            case "kind" when Text(root, "kind") == "pods" && PodFields.Known(step):
                return new JsonArray([.. _cluster.Pods.Values.Select(pod => pod.Json())]);
            case "kind":
                throw new NotApplicableException("looks at the pod spec, which Kubernetes alone has");
            case "object" when Text(root, "object") == "ConfigMaps":
                return _cluster.ConfigMaps.Where(entry => entry.Key.EndsWith("/" + Text(root, "name"), StringComparison.Ordinal)).Select(entry => entry.Value).FirstOrDefault()?.DeepClone();
            case "object" or "list":
                throw new NotApplicableException($"looks at {Text(root, root.First().Key)}, a Kubernetes object");
            case "globalParams":
                throw new NotApplicableException("looks at the controller's inner table of global parameters");
            default:
                throw new NotApplicableException($"looks at {root.ToJsonString()}");
        }
    }

    // As Argo estimates: from the newest succeeded run of the same template.
    private int? Estimate(Workflow workflow)
    {
        const string Label = "workflows.argoproj.io/workflow-template";
        return workflow.Metadata.Labels?.GetValueOrDefault(Label) is { } template
            && _runs.Values.Select(run => run.View).LastOrDefault(run => run.Metadata.Labels?.GetValueOrDefault(Label) == template && run.Status?.Phase == WorkflowPhase.Succeeded)?.Status is { StartedAt: { } from, FinishedAt: { } to }
            ? (int)(to - from).TotalSeconds
            : null;
    }

    private Workflow Merged(Workflow workflow)
    {
        var reference = workflow.Spec.WorkflowTemplateRef;
        var template = reference is null ? null
            : reference.ClusterScope == true ? _cluster.ClusterTemplates.Find(one => one.Metadata.Name == reference.Name)?.Spec
            : _cluster.Templates.Find(one => one.Metadata.Name == reference.Name)?.Spec;
        var defaults = _cluster.Config.WorkflowDefaults;
        return workflow with
        {
            Metadata = WorkflowMerge.JoinMetadata(workflow.Metadata, defaults?.Metadata),
            Spec = WorkflowMerge.JoinSpecs(workflow.Spec, template, defaults?.Spec),
        };
    }

    private ControlledRun Run(JsonObject step) => _runs[Text(step, "workflow")!];

    private static string? Text(JsonObject map, string key) => JsonValues.Text(map[key]);
}
