using System.Text.Json;
using System.Text.Json.Nodes;
using Argo.Events;
using Argo.EventSources;
using Argo.Sensors;
using Google.Protobuf;
using Grpc.Core;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Objects of Argo Events as a client sees them that knows Argo Events' own messages and nothing of ours.</summary>
public sealed class ArgoEventsTests(GatewayFixture server) : IAsyncLifetime
{
    private const string Package = "github.com.argoproj.argo_events.pkg.apis.events.v1alpha1.";

    private const string Source = """
        {"metadata":{"name":"all"},"spec":{"replicas":0,
        "service":{"ports":[{"port":12000,"targetPort":"http"}]},
        "template":{"container":{"env":[{"name":"A","value":"b"}],"resources":{"limits":{"cpu":"1"}}},"priority":0},
        "webhook":{"hook":{"port":"12000","endpoint":"/push","method":"POST","maxPayloadSize":0,"filter":{"expression":"a == 1"}}},
        "amqp":{"queue":{"url":"amqp://x","connectionBackoff":{"duration":10000000000,"factor":1.5,"jitter":"0.2","steps":5},"auth":{"username":{"name":"s","key":"u"}}}},
        "nats":{"n":{"subject":"s","queue":"","connectionBackoff":{"duration":"10s"}}},
        "resource":{"pods":{"group":"apps","version":"v1","resource":"deployments","eventTypes":["ADD"],"filter":{"createdBy":"2024-05-06T07:08:09Z"}}},
        "hdfs":{"h":{"directory":"/a","path":"b","type":"CREATE","krbConfigConfigMap":{"name":"c","key":"k","optional":true}}},
        "github":{"g":{"id":1234567890123,"repositories":[{"owner":"o","names":["a","b"]}],"githubApp":{"appID":42,"privateKey":{"name":"s","key":"k"}}}}},
        "status":{"conditions":[{"type":"Deployed","status":"True","lastTransitionTime":"2024-05-06T07:08:09Z"}]}}
        """;

    private const string Sensor = """
        {"metadata":{"name":"all"},"spec":{"revisionHistoryLimit":0,
        "dependencies":[{"name":"d","eventSourceName":"all","eventName":"hook","filters":{"context":{"type":"webhook","time":"2024-05-06T07:08:09Z"},"data":[{"path":"a","type":"string","value":["b"]}]}}],
        "triggers":[{"template":{"name":"t","argoWorkflow":{"operation":"submit","source":{"resource":{"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","n":[1,null]}}},
        "log":{"intervalSeconds":18446744073709551615}},"parameters":[{"src":{"dependencyName":"d","value":""},"dest":"x"}],
        "policy":{"status":{"allow":[200,201]}},"dlqTrigger":{"template":{"name":"u","http":{"url":"http://x","secureHeaders":[{"name":"h","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}}}}]}}
        """;

    private GrpcClient? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GrpcClient Client => _client!;

    public async ValueTask InitializeAsync() => _client = await server.GrpcClientAsync(new CreateTokenRequest { Name = "events-" + Guid.NewGuid().ToString("n")[..8], Role = AccessRole.Admin });

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("EventSource", Source)]
    [InlineData("Sensor", Sensor)]
    public void Object_Is_Read_And_Written_By_Foreign_Code_Without_Loss(string type, string json)
    {
        var shape = GrpcClient.Protocol.Message(Package + type);
        using var document = JsonDocument.Parse(json);
        var message = JsonToProto.Encode(shape, document.RootElement);

        IMessage foreign = type == "Sensor" ? Argo.Events.Sensor.Parser.ParseFrom(message) : EventSource.Parser.ParseFrom(message);
        using var back = ProtoToJson.Decode(shape, foreign.ToByteArray());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(back.RootElement.GetRawText())), back.RootElement.GetRawText());
    }

    [Fact]
    public void Fields_Are_Where_Argo_Events_Has_Them()
    {
        using var document = JsonDocument.Parse(Source);
        var source = EventSource.Parser.ParseFrom(JsonToProto.Encode(GrpcClient.Protocol.Message(Package + "EventSource"), document.RootElement));

        Assert.Equal(("/push", "a == 1"), (source.Spec.Webhook["hook"].WebhookContext.Endpoint, source.Spec.Webhook["hook"].Filter.Expression));
        var backoff = source.Spec.Amqp["queue"].ConnectionBackoff;
        Assert.Equal((0L, 10_000_000_000L, "1.5", "\"0.2\""), (backoff.Duration.Type, backoff.Duration.Int64Val, backoff.Factor.Value.ToStringUtf8(), backoff.Jitter.Value.ToStringUtf8()));
        Assert.Equal((1L, "10s"), (source.Spec.Nats["n"].ConnectionBackoff.Duration.Type, source.Spec.Nats["n"].ConnectionBackoff.Duration.StrVal));
        Assert.Equal("deployments", source.Spec.Resource["pods"].GroupVersionResource.Resource);
        Assert.Equal("/a", source.Spec.Hdfs["h"].WatchPathConfig.Directory);
        Assert.Equal("Deployed", source.Status.Status.Conditions[0].Type);
    }

    [Theory]
    // As Go encodes them: what is no pointer is sent, set or not.
    [InlineData("Backoff", "0A 0A 08 00 10 80 C8 AF A0 25 1A 00 20 00", """{"duration":10000000000}""")]
    [InlineData("Backoff", "0A 08 08 01 10 00 1A 02 31 73 12 05 0A 03 31 2E 35 20 03", """{"duration":"1s","factor":1.5,"steps":3}""")]
    [InlineData("WebhookEventSource", "0A 0B 0A 02 2F 61 12 00 1A 00 22 01 75", """{"endpoint":"/a","url":"u"}""")]
    [InlineData("SensorStatus", "0A 00", "{}")]
    [InlineData("StatusPolicy", "08 C8 01 08 C9 01", """{"allow":[200,201]}""")]
    [InlineData("TriggerParameterSource", "0A 01 64 12 00 1A 00 22 00 2A 00 32 00 38 00", """{"dependencyName":"d","value":""}""")]
    public void Message_As_Go_Encodes_It_Is_What_Go_Has_As_Json(string type, string bytes, string json)
    {
        using var decoded = ProtoToJson.Decode(GrpcClient.Protocol.Message(Package + type), Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(decoded.RootElement.GetRawText())), decoded.RootElement.GetRawText());
    }

    [Fact]
    public async Task Foreign_Client_Keeps_An_Event_Source_From_Create_To_Delete()
    {
        var service = new EventSourceService.EventSourceServiceClient(Client.Channel);
        var made = new EventSource
        {
            Metadata = new Argo.Kubernetes.Meta.ObjectMeta { Name = "kept" },
            Spec = new EventSourceSpec { Replicas = 2, Calendar = { ["daily"] = new CalendarEventSource { Interval = "24h", Timezone = "UTC" } } },
        };

        var created = await service.CreateEventSourceAsync(new CreateEventSourceRequest { Namespace = "events", EventSource = made }, Client.Headers, cancellationToken: Token);
        using var watch = service.WatchEventSources(new ListEventSourcesRequest { Namespace = "events" }, Client.Headers, cancellationToken: Token);
        Assert.True(await watch.ResponseStream.MoveNext(Token));
        created.Spec.Replicas = 3;
        var updated = await service.UpdateEventSourceAsync(new UpdateEventSourceRequest { Namespace = "events", Name = "kept", EventSource = created }, Client.Headers, cancellationToken: Token);
        var read = await service.GetEventSourceAsync(new GetEventSourceRequest { Namespace = "events", Name = "kept" }, Client.Headers, cancellationToken: Token);
        var list = await service.ListEventSourcesAsync(new ListEventSourcesRequest { Namespace = "events" }, Client.Headers, cancellationToken: Token);
        using var logs = service.EventSourcesLogs(new EventSourcesLogsRequest { Namespace = "events" }, Client.Headers, cancellationToken: Token);
        var hasLogs = await logs.ResponseStream.MoveNext(Token);
        await service.DeleteEventSourceAsync(new DeleteEventSourceRequest { Namespace = "events", Name = "kept" }, Client.Headers, cancellationToken: Token);

        Assert.Equal(("ADDED", created.Metadata.Uid), (watch.ResponseStream.Current.Type, watch.ResponseStream.Current.Object.Metadata.Uid));
        Assert.Equal((3, "24h"), (updated.Spec.Replicas, updated.Spec.Calendar["daily"].Interval));
        Assert.Equal((updated, updated), (read, Assert.Single(list.Items)));
        Assert.False(hasLogs);
        await Assert.ThrowsAsync<RpcException>(async () => await service.GetEventSourceAsync(new GetEventSourceRequest { Namespace = "events", Name = "kept" }, Client.Headers, cancellationToken: Token));
    }

    [Fact]
    public async Task Foreign_Client_Sees_And_Replaces_A_Sensor_That_Was_Stored_Over_Rest()
    {
        var service = new SensorService.SensorServiceClient(Client.Channel);
        await server.SendAsync(HttpMethod.Post, "/api/v1/sensors/events", $$"""{"sensor":{{Sensor}}}""");

        var read = await service.GetSensorAsync(new GetSensorRequest { Namespace = "events", Name = "all" }, Client.Headers, cancellationToken: Token);
        read.Spec.Triggers[0].AtLeastOnce = true;
        await service.UpdateSensorAsync(new UpdateSensorRequest { Namespace = "events", Name = "all", Sensor = read }, Client.Headers, cancellationToken: Token);
        var told = await server.SendAsync(HttpMethod.Get, "/api/v1/sensors/events/all");

        var expected = JsonNode.Parse(Sensor)!["spec"]!;
        expected["triggers"]![0]!["atLeastOnce"] = true;
        Assert.True(JsonNode.DeepEquals(expected, told.Json!["spec"]), told.Text);
    }

    [Fact]
    public async Task What_Is_Stored_And_Fits_No_Message_Is_Said_To_Be_So()
    {
        await server.SendAsync(HttpMethod.Post, "/api/v1/sensors/events-odd", """{"sensor":{"metadata":{"name":"odd"},"spec":{"triggers":"none"}}}""");

        var refused = await Assert.ThrowsAsync<RpcException>(() => Client.AskAsync("GetSensor", """{"namespace":"events-odd","name":"odd"}""", Token));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("triggers", refused.Status.Detail, StringComparison.Ordinal);
    }
}
