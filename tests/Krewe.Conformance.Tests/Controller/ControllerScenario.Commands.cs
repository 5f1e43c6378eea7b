using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Engine;
using Krewe.Model;

namespace Krewe.Conformance;

/// <content>Steps that change the runs or the settings of the controller.</content>
internal sealed partial class ControllerScenario
{
    private void Patch(JsonObject step)
    {
        var run = _runs[Text(step, "resource")!];
        var path = step["path"]!.AsArray().Select(part => JsonValues.Text(part)!).ToList();
        if (!run.Started)
        {
            var json = Manifests.Json(run.Initial);
            Set(json, path, step["value"]);
            run.Initial = json.Deserialize(ModelJson.Default.Workflow)!;
            return;
        }

        RunCommand? command = (string.Join('.', path), JsonValues.Text(step["value"])) switch
        {
            ("spec.suspend", null or "false") => new ResumeRun { Now = _cluster.Now },
            ("spec.suspend", _) => new SuspendRun { Now = _cluster.Now },
            ("spec.shutdown", "Terminate") => new TerminateRun { Now = _cluster.Now },
            ("spec.shutdown", _) => new StopRun { Now = _cluster.Now },
            _ => null,
        };
        if (command is null)
        {
            throw new NotApplicableException($"changes {string.Join('.', path)} of a live workflow in the cluster");
        }

        run.Do(command);
    }

    // The queue holds every run once; one that was looked at goes to its end.
    private void ProcessNext()
    {
        var next = _runs.Values.Where(run => !run.Completed).MinBy(run => _looks.GetValueOrDefault(run.Key));
        if (next is not null)
        {
            _looks[next.Key] = _looks.GetValueOrDefault(next.Key) + 1;
            next.Reconcile();
        }
    }

    private void Throttle(string setting, int? limit)
    {
        (_cluster.Parallelism, _cluster.NamespaceParallelism) = setting == "parallelism" ? (limit, _cluster.NamespaceParallelism) : (_cluster.Parallelism, limit);
        foreach (var run in _runs.Values.Where(run => run.Initial.Status?.Phase == WorkflowPhase.Running))
        {
            _cluster.GiveSlot(run.Key);
        }
    }

    private void Configure(List<string> path, JsonNode? value)
    {
        if (path[0] is "parallelism" or "namespaceParallelism")
        {
            Throttle(path[0], (int?)JsonValues.Number(value));
        }

        _cluster.Config = path[0] switch
        {
            "workflowDefaults" => _cluster.Config with { WorkflowDefaults = value.Deserialize(ModelJson.Default.Workflow) },
            "instanceID" => _cluster.Config with { InstanceId = JsonValues.Text(value) },
            "disableAgentPodCreation" => _cluster.Config,
            "parallelism" or "namespaceParallelism" => _cluster.Config with { IsThrottled = true },
            _ => throw new NotApplicableException($"setting {string.Join('.', path)} belongs to the host, not to the engine"),
        };
    }

    // What Argo's controller reads from its environment is a setting of ours.
    private void SetEnvironment(string? name, string? value) => _cluster.Config = name switch
    {
        "POD_NAMES" => _cluster.Config with { PodNameFormat = value ?? "v2" },
        "TRANSIENT_ERROR_PATTERN" => _cluster.Config with { TransientErrorPattern = value },
        _ => _cluster.Config,
    };

    private void Command(JsonObject step)
    {
        var run = Run(step);
        if (!run.Started && Text(step, "op") is "suspend" or "resume" && string.IsNullOrEmpty(Text(step, "nodeFieldSelector")))
        {
            // The workflow object is changed before any controller has seen it.
            run.Initial = run.Initial with { Spec = run.Initial.Spec with { Suspend = Text(step, "op") == "suspend" ? true : null } };
            return;
        }

        var selector = Text(step, "nodeFieldSelector");
        var rejection = run.Do(Text(step, "op") switch
        {
            "suspend" => new SuspendRun { Now = _cluster.Now },
            "resume" => new ResumeRun { Now = _cluster.Now, Selector = selector, Message = Text(step, "message") },
            "stop" => new StopRun { Now = _cluster.Now, Selector = selector, Message = Text(step, "message") },
            _ => new TerminateRun { Now = _cluster.Now },
        });
        var mustFail = step["error"]?.GetValue<bool>();
        if (mustFail is { } expected && expected != (rejection is not null))
        {
            throw new AssertionFailedException($"{Text(step, "op")} was {(rejection is null ? "accepted" : $"refused: {rejection}")}");
        }
    }

    private static void Set(JsonObject json, List<string> path, JsonNode? value)
    {
        var at = json;
        foreach (var part in path.SkipLast(1))
        {
            at = (JsonObject)(at[part] ??= new JsonObject());
        }

        if (value is null)
        {
            at.Remove(path[^1]);
        }
        else
        {
            at[path[^1]] = value.DeepClone();
        }
    }
}
