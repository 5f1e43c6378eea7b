using System.Text;
using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Conformance;

/// <content>Assertions, and calls of the command line.</content>
internal sealed partial class EndToEndScenario
{
    private async Task AssertAsync(JsonObject step, CancellationToken cancellationToken)
    {
        if (KubernetesClient.IsItsLog(step))
        {
            _notApplicable ??= "looks for what the library of the Kubernetes client logs";
            return;
        }

        if (!RootValues.RootsIn(step).Any(root => root.ContainsKey("cron")))
        {
            await CheckAsync(step, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Argo's tests come to look seconds after a pod has begun; here the schedule's status may be a moment behind its runs.
        string? wrong = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await CheckAsync(step, cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch (AssertionFailedException e)
                {
                    wrong = e.Message;
                    return false;
                }
            },
            TimeSpan.FromSeconds(5),
            () => wrong ?? "",
            cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckAsync(JsonObject step, CancellationToken cancellationToken)
    {
        var roots = new RootValues();
        try
        {
            await LookUpAsync(step, roots, cancellationToken).ConfigureAwait(false);
        }
        catch (NotApplicableException e)
        {
            // The rest of the scenario is still worth checking: a failure there counts more.
            _notApplicable ??= e.Message;
            return;
        }

        new AssertionInterpreter(roots, TimeProvider.System.GetUtcNow()).Check(step);
    }

    private async Task LookUpAsync(JsonNode node, RootValues roots, CancellationToken cancellationToken)
    {
        foreach (var root in RootValues.RootsIn(node))
        {
            if (!roots.Has(root))
            {
                roots.Set(root, await ValueOfAsync(root, roots, node, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private async Task<JsonNode?> ValueOfAsync(JsonObject root, RootValues roots, JsonNode step, CancellationToken cancellationToken)
    {
        switch (root.First().Key)
        {
            case "workflow":
                return await GetAsync(Text(root, "workflow")!, cancellationToken).ConfigureAwait(false);
            case "workflowNamed":
                return Manifests.Json(await Service.GetAsync(new RunRef(Namespace, Text(root, "workflowNamed")!), cancellationToken).ConfigureAwait(false));
            case "cron":
                return Flat(await CronAsync(Text(root, "cron")!, cancellationToken).ConfigureAwait(false));
            case "workflowsOfCron":
                var cron = Name(_sandbox.Resources[Text(root, "workflowsOfCron")!]);
                return await ListJsonAsync($"workflows.argoproj.io/cron-workflow={cron}", cancellationToken).ConfigureAwait(false);
            case "workflowList":
                return await ListJsonAsync(JsonValues.Text(root["workflowList"]?["labelSelector"]), cancellationToken).ConfigureAwait(false);
            case "logs":
                return JsonValue.Create(await LogsAsync(root, cancellationToken).ConfigureAwait(false));
            case "response":
                return _responses[Text(root, "response")!].DeepClone();
            case "cli":
                return _outputs[Text(root, "cli")!].DeepClone();
            case "podOf" when PodFields.Known((JsonObject)step) && root["podOf"] is JsonObject place:
                return new AssertionInterpreter(roots, TimeProvider.System.GetUtcNow()).ValueAt(place) is { } node ? Pod(node, (JsonObject)step) : null;
            case "podOf" or "kind":
                throw new NotApplicableException("looks at the pod spec or status, which Kubernetes alone has");
            default:
                throw new NotApplicableException($"looks at {root.ToJsonString()}, which Kubernetes alone has");
        }
    }

    // The tests reach the metadata, which Go embeds, without naming it.
    private static JsonObject Flat(JsonObject cron)
    {
        foreach (var (key, value) in cron["metadata"] as JsonObject ?? [])
        {
            cron.TryAdd(key, value?.DeepClone());
        }

        return cron;
    }

    private static JsonObject Pod(JsonNode node, JsonObject step) => step["actual"]?["path"] is JsonArray { Count: > 0 } path && JsonValues.Text(path[0]) is "status" or "spec"
        ? throw new NotApplicableException("looks at the pod spec or status, which Kubernetes alone has")
        : new JsonObject { ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = JsonValues.Text(node["id"]) } };

    private async Task<JsonNode> ListJsonAsync(string? labels, CancellationToken cancellationToken) => new JsonObject
    {
        ["items"] = new JsonArray([.. (await ListAsync(labels, cancellationToken).ConfigureAwait(false)).Select(Manifests.Json)]),
    };

    private async Task<string> LogsAsync(JsonObject root, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var query = new LogQuery { Run = Ref(Text(root, "logs")!), Container = Text(root, "container") ?? "main" };
        await foreach (var line in Service.ReadLogsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            text.Append(line.Content).Append('\n');
        }

        return text.ToString();
    }

    private async Task CommandAsync(JsonObject step, CancellationToken cancellationToken)
    {
        var roots = new RootValues();
        await LookUpAsync(step["args"]!, roots, cancellationToken).ConfigureAwait(false);
        var interpreter = new AssertionInterpreter(roots, TimeProvider.System.GetUtcNow());
        var arguments = step["args"]!.AsArray().Select(argument => JsonValues.Text(interpreter.Expected(argument!)) ?? "").ToList();
        foreach (var file in step["files"] as JsonArray ?? [])
        {
            WriteFile(JsonValues.Text(file![0])!, JsonValues.Text(file[1])!);
        }

        if (KubernetesClient.Reason(arguments, _sandbox.Folder.FullName) is { } reason)
        {
            throw new NotApplicableException(reason);
        }

        var input = Text(step, "stdin") is { } name ? await InputAsync(name, cancellationToken).ConfigureAwait(false) : null;
        List<string> all = [.. arguments, "-n", Namespace, .. _sandbox.Host.Arguments];
        var result = await CommandLine.RunAsync(_sandbox.Program, all, _sandbox.Folder.FullName, input, cancellationToken).ConfigureAwait(false);
        _outputs[Text(step, "id")!] = result;
        var exitCode = (int)JsonValues.Number(result["exitCode"])!.Value;
        var line = string.Join(' ', arguments);
        if (step["error"]?.GetValue<bool>() is { } mustFail && mustFail != (exitCode != 0))
        {
            throw new AssertionFailedException($"line {Text(step, "line")}: {line} exited with {exitCode}: {JsonValues.Show(result["output"])}");
        }

        if (JsonValues.Number(step["exitCode"]) is { } wanted && (int)wanted != exitCode)
        {
            throw new AssertionFailedException($"line {Text(step, "line")}: {line} exited with {exitCode}, expected {wanted}: {JsonValues.Show(result["output"])}");
        }
    }

    private void WriteFile(string path, string id)
    {
        var target = Path.Combine(_sandbox.Folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, StandIn.Fill(_case.Set.Text(Text(Resource(id), "file")!, TimeProvider.System.GetUtcNow())));
    }

    private async Task<string> InputAsync(string name, CancellationToken cancellationToken)
    {
        var resource = (_data["resources"] as JsonArray ?? []).FirstOrDefault(one => JsonValues.Text(one!["id"]) == name || JsonValues.Text(one["origin"])?.EndsWith(name, StringComparison.Ordinal) == true);
        if (resource is not null)
        {
            return _case.Set.Text(JsonValues.Text(resource["file"])!, TimeProvider.System.GetUtcNow());
        }

        var earlier = Path.Combine(_sandbox.Folder.FullName, name);
        return File.Exists(earlier) ? await File.ReadAllTextAsync(earlier, cancellationToken).ConfigureAwait(false) : name;
    }
}
