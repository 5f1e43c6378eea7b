using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Engine;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>A pod that nothing runs: the scenario moves it.</summary>
internal sealed class FakePod(NodeWorkOrder order)
{
    /// <summary>How long the program of a pod that ended is said to have run.</summary>
    private static readonly TimeSpan Worked = TimeSpan.FromSeconds(1);

    public NodeWorkOrder Order { get; private set; } = order;

    public string Phase { get; private set; } = NodePhase.Pending;

    public string? Message { get; private set; }

    public Outputs? Outputs { get; private set; }

    /// <summary>The run has not been told of the phase yet.</summary>
    public bool Unseen { get; private set; }

    public void Adopt(NodeWorkOrder again)
    {
        Order = again;
        Unseen = Phase != NodePhase.Pending;
    }

    public void Move(string phase, string? message, Outputs? outputs)
    {
        if (Phase is NodePhase.Succeeded or NodePhase.Failed && phase == Phase && outputs is null)
        {
            return;
        }

        (Phase, Message, Outputs, Unseen) = (phase, message, outputs ?? Outputs, true);
    }

    public NodeReported Report(DateTimeOffset now)
    {
        Unseen = false;
        var ended = Phase is NodePhase.Succeeded or NodePhase.Failed or NodePhase.Error;
        return new NodeReported
        {
            Now = now,
            NodeId = Order.NodeId,
            Attempt = Order.Attempt,
            Phase = Phase,
            Message = Message,
            Outputs = Outputs,
            StartedAt = ended ? now - Worked : null,
            FinishedAt = ended ? now : null,
            Ready = Phase == NodePhase.Running && Order.Template.Daemon == true,
            PodIP = Phase == NodePhase.Running ? "127.0.0.1" : null,
            Containers = Order.Template.ContainerSet?.Containers?.ToDictionary(
                container => container.Name ?? "",
                _ => new ContainerState(Phase, ended ? (Phase == NodePhase.Succeeded ? 0 : 1) : null, null, now, ended ? now : null),
                StringComparer.Ordinal),
        };
    }

    /// <summary>What a pod list shows of it, as far as it is not Kubernetes' own.</summary>
    public JsonObject Json()
    {
        var main = Order.Template.Container is { } container ? JsonSerializer.SerializeToNode(container, ModelJson.Default.Options) as JsonObject
            : Order.Template.Script is { } script ? JsonSerializer.SerializeToNode(script, ModelJson.Default.Options) as JsonObject
            : new JsonObject();
        main!["name"] ??= "main";
        return new JsonObject
        {
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = Order.PodName,
                ["namespace"] = Order.Namespace,
                ["labels"] = Map(Order.Labels),
                ["annotations"] = Annotations(),
            },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "wait" }, main) },
            ["status"] = new JsonObject { ["phase"] = Phase },
        };
    }

    private JsonObject Annotations()
    {
        var annotations = Map(Order.Annotations);
        annotations["workflows.argoproj.io/node-id"] = Order.NodeId;
        annotations["workflows.argoproj.io/node-name"] = Order.NodeName;
        return annotations;
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) => new(map.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value))));
}
