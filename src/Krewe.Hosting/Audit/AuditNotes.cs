using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>What of requests and objects is told in the log.</summary>
internal static class AuditNotes
{
    /// <summary>A definition, whole.</summary>
    public static JsonNode? Of(ArgoResource resource) => JsonSerializer.SerializeToNode(ResourceRoutes.Write(resource), WireJson.Default.JsonElement);

    /// <summary>A token without its text, which nobody has any more.</summary>
    public static JsonNode? Of(ServiceToken? token) => token is null ? null : new JsonObject
    {
        ["name"] = token.Name,
        ["role"] = token.Role.ToString(),
        ["namespaces"] = List(token.Namespaces),
        ["expiresAt"] = token.ExpiresAt,
    };

    /// <summary>The state of a run, from lists.</summary>
    public static JsonNode Of(RunIndexRow row) => new JsonObject { ["phase"] = row.Phase, ["suspended"] = row.Suspended, ["progress"] = row.Progress, ["message"] = row.Message };

    /// <summary>The same of a run itself.</summary>
    public static JsonNode StateOf(Workflow run) => new JsonObject
    {
        ["phase"] = run.Status?.Phase,
        ["suspended"] = run.Spec.Suspend == true,
        ["progress"] = run.Status?.Progress,
        ["message"] = run.Status?.Message,
    };

    /// <summary>What a run was started as.</summary>
    public static JsonNode Started(Workflow run) => new JsonObject
    {
        ["phase"] = run.Status?.Phase,
        ["labels"] = Map(run.Metadata.Labels),
        ["parameters"] = Parameters(run.Spec.Arguments),
    };

    /// <summary>What was asked of a new run: where it comes from and its arguments. Its templates are with the run.</summary>
    public static JsonNode Of(CreateRunRequest request)
    {
        var asked = Of(request.SubmitOptions);
        asked["generateName"] ??= request.Workflow.Metadata.GenerateName;
        asked["entrypoint"] ??= request.Workflow.Spec.Entrypoint;
        asked["workflowTemplateRef"] = request.Workflow.Spec.WorkflowTemplateRef?.Name;
        asked["arguments"] = Parameters(request.Workflow.Spec.Arguments);
        return asked;
    }

    /// <summary>Options of a submission.</summary>
    public static JsonObject Of(SubmitOptions? options) => new()
    {
        ["generateName"] = options?.GenerateName,
        ["entrypoint"] = options?.Entrypoint,
        ["parameters"] = Parameters(options?.Parameters ?? []),
        ["labels"] = options?.Labels,
        ["annotations"] = options?.Annotations,
        ["serviceAccount"] = options?.ServiceAccount,
        ["priority"] = options?.Priority,
    };

    /// <summary>Arguments given as <c>name=value</c>, by name, so that those are found whose name says that they are secret.</summary>
    public static JsonNode Parameters(IReadOnlyList<string> parameters)
    {
        var map = new JsonObject();
        foreach (var parameter in parameters.Where(parameter => parameter is not null))
        {
            var equal = parameter.IndexOf('=', StringComparison.Ordinal);
            map[equal < 0 ? parameter : parameter[..equal]] = equal < 0 ? null : parameter[(equal + 1)..];
        }

        return map;
    }

    public static JsonNode? List(IReadOnlyList<string>? items) => items is null ? null : new JsonArray([.. items.Select(item => (JsonNode)item)]);

    public static JsonNode? Map(IReadOnlyDictionary<string, string>? entries) =>
        entries is null ? null : new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    private static JsonNode Parameters(Arguments? arguments)
    {
        var map = new JsonObject();
        foreach (var parameter in arguments?.Parameters ?? [])
        {
            map[parameter.Name ?? ""] = parameter.Value;
        }

        return map;
    }
}
