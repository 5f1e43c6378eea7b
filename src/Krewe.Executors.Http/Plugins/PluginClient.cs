using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Executors.Http.Plugins;

/// <summary>Speaks Argo's executor plugin protocol: <c>POST /api/v1/template.execute</c>.</summary>
internal sealed class PluginClient(HttpClient http, TimeProvider time)
{
    private const int Tries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Hands a node's template to a plugin.</summary>
    /// <exception cref="PluginFault">It refuses, or answers with something else than the protocol's JSON.</exception>
    public async Task<PluginReply> ExecuteAsync(string plugin, Uri address, string token, NodeWork work, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["workflow"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = work.WorkflowName, ["namespace"] = work.Namespace, ["uid"] = work.Id.RootUid } },
            ["template"] = JsonSerializer.SerializeToNode(work.Template, ModelJson.Default.Template),
        }.ToJsonString();
        var pause = FirstPause;
        for (var left = Tries; ; left--, pause *= 2)
        {
            var problem = "";
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/v1/template.execute")) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
                var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return PluginReply.NotMine;
                }

                if (response.IsSuccessStatusCode)
                {
                    return Read(plugin, text, work);
                }

                problem = $"answered {(int)response.StatusCode}: {text}";
                if ((int)response.StatusCode < 500)
                {
                    throw new PluginFault($"plugin '{plugin}' {problem}");
                }
            }
            catch (HttpRequestException unreachable)
            {
                problem = $"cannot be reached: {unreachable.Message}";
            }

            if (left <= 1)
            {
                throw new PluginFault($"plugin '{plugin}' {problem}");
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static PluginReply Read(string plugin, string text, NodeWork work)
    {
        try
        {
            var reply = JsonNode.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text) as JsonObject ?? throw new JsonException("it is not an object");
            if (reply["node"] is not JsonObject node)
            {
                return PluginReply.NotMine;
            }

            var status = node.Deserialize(ModelJson.Default.NodeResult) ?? new NodeResult();
            TimeSpan? requeue = reply["requeue"]?.GetValue<string>() is { Length: > 0 } duration
                ? GoDuration.TryParse(duration, out var parsed) ? parsed : throw new JsonException($"requeue '{duration}' is not a duration such as 30s")
                : null;
            return new PluginReply(
                new NodeReport
                {
                    Id = work.Id,
                    Phase = status.Phase ?? throw new JsonException("node.phase is missing"),
                    Message = status.Message,
                    Progress = status.Progress,
                    Outputs = status.Outputs,
                },
                requeue);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new PluginFault($"plugin '{plugin}' does not answer as the protocol says: {wrong.Message}", wrong);
        }
    }
}
