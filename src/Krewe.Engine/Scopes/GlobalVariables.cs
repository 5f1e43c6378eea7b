using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Krewe.Engine;

/// <summary><c>workflow.*</c>.</summary>
internal sealed class GlobalVariables(RunWork work) : LazyVariables
{
    private const string OutputPrefix = "workflow.outputs.parameters.";
    private static readonly string[] Dynamic = ["workflow.status", "workflow.duration", "workflow.failures"];
    private Dictionary<string, object?>? _fixed;

    public override IEnumerable<string> Keys => Fixed.Keys.Concat(Dynamic).Concat((work.State.Outputs?.Parameters ?? []).Select(p => OutputPrefix + p.Name));

    private Dictionary<string, object?> Fixed => _fixed ??= Build();

    /// <summary>What is known before the run begins, and does not change with it.</summary>
    public IReadOnlyDictionary<string, object?> OfTheBeginning => Fixed;

    public void Forget() => _fixed = null;

    public override bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        if (!key.StartsWith("workflow.", StringComparison.Ordinal))
        {
            value = null;
            return false;
        }

        switch (key)
        {
            case "workflow.status":
                value = work.StatusVariable;
                return true;
            case "workflow.duration":
                value = ((work.State.Config.Part?.RunStartedAt ?? work.State.StartedAt) is { } started ? (work.Now - started).TotalSeconds : 0).ToString("F6", CultureInfo.InvariantCulture);
                return true;
            case "workflow.failures":
                value = Failures();
                return true;
        }

        if (key.StartsWith(OutputPrefix, StringComparison.Ordinal))
        {
            var name = key[OutputPrefix.Length..];
            value = work.State.Outputs?.Parameters?.FirstOrDefault(p => p.Name == name)?.Value;
            return value is not null;
        }

        return Fixed.TryGetValue(key, out value);
    }

    private Dictionary<string, object?> Build()
    {
        var state = work.State;
        var metadata = state.Workflow.Metadata;
        var all = new Dictionary<string, object?>
        {
            ["workflow.name"] = state.Name,
            ["workflow.namespace"] = state.Namespace,
            ["workflow.uid"] = state.RunUid,
            ["workflow.mainEntrypoint"] = work.Spec.Entrypoint ?? "",
            ["workflow.serviceAccountName"] = work.Spec.ServiceAccountName ?? "",
        };
        if (work.Spec.Priority is { } priority)
        {
            all["workflow.priority"] = priority.ToString(CultureInfo.InvariantCulture);
        }

        if (metadata.Annotations?.GetValueOrDefault("workflows.argoproj.io/scheduled-time") is { } scheduled)
        {
            all["workflow.scheduledTime"] = scheduled;
        }

        AddTimes(all, metadata.CreationTimestamp ?? state.StartedAt ?? work.Now);
        AddMap(all, "workflow.labels", Maps.Merge(metadata.Labels, work.Spec.WorkflowMetadata?.Labels));
        AddMap(all, "workflow.annotations", Maps.Merge(metadata.Annotations, work.Spec.WorkflowMetadata?.Annotations));
        var parameters = work.GlobalParameters;
        var json = JsonSerializer.Serialize(parameters, EngineJson.Plain.IReadOnlyListParameter);
        all["workflow.parameters"] = json;
        all["workflow.parameters.json"] = json;
        foreach (var parameter in parameters)
        {
            var name = "workflow.parameters." + parameter.Name;
            all[name] = SecretParameters.Variable(name, parameter) ?? (object)(parameter.Value ?? parameter.Default ?? "");
        }

        return all;
    }

    private static void AddMap(Dictionary<string, object?> all, string name, IReadOnlyDictionary<string, string>? map)
    {
        var sorted = new Dictionary<string, string>((map ?? new Dictionary<string, string>()).OrderBy(p => p.Key, StringComparer.Ordinal));
        var json = JsonSerializer.Serialize(sorted, EngineJson.Plain.DictionaryStringString);
        all[name] = json;
        all[name + ".json"] = json;
        foreach (var (key, value) in sorted)
        {
            all[$"{name}.{key}"] = value;
        }
    }

    private static void AddTimes(Dictionary<string, object?> all, DateTimeOffset time)
    {
        const string Name = "workflow.creationTimestamp";
        var utc = time.UtcDateTime;
        all[Name] = GoTime.Rfc3339(time);
        all[Name + ".RFC3339"] = GoTime.Rfc3339(time);
        all[Name + ".s"] = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        foreach (var (letter, format) in Strftime)
        {
            all[$"{Name}.{letter}"] = utc.ToString(format, CultureInfo.InvariantCulture);
        }
    }

    private static readonly (char Letter, string Format)[] Strftime =
    [
        ('B', "MMMM"), ('b', "MMM"), ('m', "MM"), ('A', "dddd"), ('a', "ddd"), ('d', "dd"), ('H', "HH"), ('I', "hh"), ('M', "mm"),
        ('S', "ss"), ('Y', "yyyy"), ('y', "yy"), ('p', "tt"), ('Z', "'UTC'"), ('z', "'+0000'"), ('L', "fff"),
    ];

    // Argo quotes the JSON once more (a string literal of Go), so that it can stand inside an argument.
    private string Failures()
    {
        var failed = work.State.Nodes.Values
            .Where(node => node.FailedOrError)
            .OrderBy(node => node.FinishedAt)
            .Select(node => new FailedNode(node.DisplayName, node.Message, node.TemplateName, node.Phase, work.PodNameOf(node), node.FinishedAt))
            .ToList();
        var json = failed.Count == 0 ? "null" : JsonSerializer.Serialize(failed, EngineJson.Plain.ListFailedNode);
        return "\"" + json.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
    }
}
