using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Model.Submission;

namespace Krewe.Conformance;

/// <summary>Resuming, stopping and setting suspend nodes of stored workflows.</summary>
internal static class StoredScenario
{
    public static void Play(ConformanceCase one, JsonObject data, DateTimeOffset now)
    {
        var resources = data["resources"]!.AsArray().ToDictionary(
            resource => Arguments.Text(resource!["id"])!,
            resource => Manifests.Read(one.Set.Text(Arguments.Text(resource!["file"])!, now), "Workflow").Select(read => read.Argo).OfType<Workflow>().Single(),
            StringComparer.Ordinal);
        var stored = new Dictionary<string, Workflow>(StringComparer.Ordinal);
        foreach (var step in data["steps"]!.AsArray().Select(step => (JsonObject)step!))
        {
            switch (Arguments.Text(step["op"]))
            {
                case "create":
                    var created = resources[Arguments.Text(step["resource"])!];
                    stored[created.Metadata.Name!] = created;
                    break;
                case "assert":
                    var roots = new RootValues();
                    foreach (var root in RootValues.RootsIn(step))
                    {
                        roots.Set(root, Manifests.Json(stored[resources[Arguments.Text(root["workflow"])!].Metadata.Name!]));
                    }

                    new AssertionInterpreter(roots, now).Check(step);
                    break;
                default:
                    Operate(step, stored, now);
                    break;
            }
        }
    }

    private static void Operate(JsonObject step, Dictionary<string, Workflow> stored, DateTimeOffset now)
    {
        var name = Arguments.Text(step["name"])!;
        var changed = !stored.TryGetValue(name, out var workflow)
            ? new Changed<Workflow>(null, $"workflows.argoproj.io \"{name}\" not found")
            : Arguments.Text(step["op"]) switch
            {
                "set" => SuspendedNodes.Set(workflow, Arguments.Text(step["nodeFieldSelector"]) ?? "", Values(step["values"]!), now),
                "resume" => SuspendedNodes.Resume(workflow, now),
                "stop" => SuspendedNodes.Shutdown(workflow, "Stop"),
                var other => throw new NotSupportedException($"unknown step {other}"),
            };
        if (Arguments.Flag(step["error"]) != (changed.Error is not null) || (Arguments.Text(step["errorContains"]) is { } part && changed.Error?.Contains(part, StringComparison.Ordinal) != true))
        {
            throw new AssertionFailedException($"{Arguments.Text(step["op"])} of {name}: {changed.Error ?? "no error"}, expected {Arguments.Text(step["errorContains"]) ?? "success"}");
        }

        if (changed.Value is not null)
        {
            stored[name] = changed.Value;
        }
    }

    private static SuspendedNodeValues Values(JsonNode values) => new()
    {
        Phase = Arguments.Text(values["phase"]),
        Message = Arguments.Text(values["message"]),
        OutputParameters = (values["outputParameters"] as JsonObject)?.Deserialize(ModelJson.Default.DictionaryStringString),
    };
}
