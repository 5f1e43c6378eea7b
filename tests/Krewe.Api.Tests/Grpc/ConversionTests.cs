using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Google.Protobuf;
using Krewe.Api.ProtoOptions;
using Krewe.Client.Wire;
using Krewe.Model;
using Krewe.Testing;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace Krewe.Api.Tests;

/// <summary>JSON of the REST API and messages of the gRPC API say the same.</summary>
public sealed class ConversionTests
{
    private const string Package = "github.com.argoproj.argo_workflows.v4.pkg.apis.workflow.v1alpha1.";

    private const string EventsPackage = "github.com.argoproj.argo_events.pkg.apis.events.v1alpha1.";

    private static readonly ArgoProtocol Protocol = GrpcClient.Protocol;

    public static TheoryData<string> Sets => ["examples", "hera", "controller", "validate", "e2e"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_Object_Survives_The_Way_To_A_Message_And_Back(string set)
    {
        Assert.SkipWhen(ConformanceData.Root is null, "Argo's test data is not on this machine (see KREWE_CONFORMANCE)");
        var lost = new List<string>();
        var seen = 0;
        foreach (var (file, resource) in Objects(set))
        {
            var shape = Protocol.Message(Package + resource.GetType().Name);
            var json = ResourceRoutes.Write(resource);
            var message = JsonToProto.Encode(shape, json);

            using var back = ProtoToJson.Decode(shape, message);
            using var foreign = ProtoToJson.Decode(shape, Reencode(resource, message));

            var expected = ProtocolJson.Plain(shape, json)!.AsObject();
            expected.Remove("apiVersion");
            expected.Remove("kind");
            seen++;
            if (!JsonNode.DeepEquals(expected, ProtocolJson.Plain(shape, back.RootElement)) || !JsonNode.DeepEquals(expected, ProtocolJson.Plain(shape, foreign.RootElement)))
            {
                lost.Add($"{file}:\n{expected.ToJsonString()}\n{ProtocolJson.Plain(shape, back.RootElement)!.ToJsonString()}");
            }
        }

        Assert.True(lost.Count == 0, $"{lost.Count} of {seen} objects lose something, the first of them {lost.FirstOrDefault()}");
        Assert.True(seen > 0);
    }

    [Theory]
    [InlineData(Package + "Workflow")]
    [InlineData(EventsPackage + "EventSource")]
    [InlineData(EventsPackage + "Sensor")]
    public void Any_Object_Survives_The_Way_To_A_Message_And_Back(string type)
    {
        var shape = Protocol.Message(type);

        AnyJson(shape, 6).Sample(json =>
        {
            using var document = JsonDocument.Parse(json.ToJsonString());
            using var back = ProtoToJson.Decode(shape, JsonToProto.Encode(shape, document.RootElement));
            var (before, after) = (ProtocolJson.Plain(shape, document.RootElement), ProtocolJson.Plain(shape, back.RootElement));
            Assert.True(JsonNode.DeepEquals(before, after), $"{before}\n{after}");
        }, iter: 2000);
    }

    [Fact]
    public void Bytes_That_Are_No_Message_Are_Refused_And_Nothing_Else_Happens()
    {
        var shape = Protocol.Message(Package + "Workflow");
        var sound = new Argo.Types.Workflow
        {
            Metadata = new Argo.Kubernetes.Meta.ObjectMeta { Name = "x", Labels = { ["a"] = "b" } },
            Spec = new Argo.Types.WorkflowSpec { Templates = { new Argo.Types.Template { Name = "t", Steps = { new Argo.Types.ParallelSteps { Steps = { new Argo.Types.WorkflowStep { Name = "s" } } } } } } },
        }.ToByteArray();

        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Int[0, sound.Length]).Array[1, 4].Sample(changes =>
        {
            var bytes = sound.ToArray();
            var length = bytes.Length;
            foreach (var (at, value, cut) in changes)
            {
                bytes[at] = value;
                length = Math.Min(length, Math.Max(cut, 1));
            }

            try
            {
                ProtoToJson.Decode(shape, bytes.AsSpan(0, length)).Dispose();
            }
            catch (WireException)
            {
                // As it should be told.
            }
        }, iter: 20_000);
    }

    [Theory]
    // Go sends fields that are not pointers even when they are unset; an unset pointer is not sent.
    [InlineData("Parameter", "0A 01 61 2A 00", """{"name":"a"}""")]
    [InlineData("Parameter", "0A 01 61 1A 00 2A 00", """{"name":"a","value":""}""")]
    [InlineData("TTLStrategy", "08 00", """{"secondsAfterCompletion":0}""")]
    [InlineData("ContinueOn", "08 00 10 01", """{"failed":true}""")]
    [InlineData("Template", "0A 01 74 2A 00 32 00 4A 00 82 01 02 0A 00", """{"name":"t","inputs":{},"outputs":{},"metadata":{},"suspend":{}}""")]
    [InlineData("RetryStrategy", "0A 06 08 00 10 03 1A 00 12 00", """{"limit":3}""")]
    [InlineData("RetryStrategy", "0A 07 08 01 10 00 1A 01 33", """{"limit":"3"}""")]
    [InlineData("Sequence", "0A 00", """{"count":0}""")]
    [InlineData("DAGTask", "32 05 0A 03 22 61 22 32 09 0A 07 7B 22 61 22 3A 31 7D", """{"withItems":["a",{"a":1}]}""")]
    [InlineData("Template", "5A 05 0A 03 0A 01 73", """{"steps":[[{"name":"s"}]]}""")]
    [InlineData("Template", "DA 02 0C 0A 0A 0A 08 7B 22 68 22 3A 7B 7D 7D", """{"plugin":{"h":{}}}""")]
    [InlineData("Histogram", "1A 01 31 22 05 0A 03 30 2E 35", """{"value":"1","buckets":[0.5]}""")]
    [InlineData("NodeStatus", "52 00 5A 06 08 80 E2 CF AA 06", """{"finishedAt":"2023-11-14T22:13:20Z"}""")]
    [InlineData("Artifact", "0A 01 61 2A 10 12 0E 0A 06 12 04 62 75 63 6B 12 04 6B 65 79 73", """{"name":"a","s3":{"bucket":"buck","key":"keys"}}""")]
    [InlineData("SubmitOpts", "22 01 6D 70 00", """{"entryPoint":"m","priority":0}""")]
    public void Message_As_Go_Encodes_It_Is_What_Go_Has_As_Json(string type, string bytes, string json)
    {
        using var decoded = ProtoToJson.Decode(Protocol.Message(Package + type), Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(decoded.RootElement.GetRawText())), decoded.RootElement.GetRawText());
    }

    [Fact]
    public void Message_In_Parts_And_In_Any_Order_Is_Put_Together()
    {
        // metadata.labels, then spec, then metadata.name.
        var first = new Argo.Types.Workflow { Metadata = new Argo.Kubernetes.Meta.ObjectMeta { Labels = { ["a"] = "b" } } }.ToByteArray();
        var second = new Argo.Types.Workflow { Spec = new Argo.Types.WorkflowSpec { Entrypoint = "main" } }.ToByteArray();
        var third = new Argo.Types.Workflow { Metadata = new Argo.Kubernetes.Meta.ObjectMeta { Name = "x" } }.ToByteArray();

        using var decoded = ProtoToJson.Decode(Protocol.Message(Package + "Workflow"), (byte[])[.. first, .. second, .. third]);

        Assert.Equal("""{"metadata":{"name":"x","labels":{"a":"b"}},"spec":{"entrypoint":"main"}}""", decoded.RootElement.GetRawText());
    }

    [Fact]
    public void Numbers_In_A_Row_Are_Read_Like_Numbers_One_By_One()
    {
        var shape = Protocol.Message("k8s.io.api.core.v1.PodSecurityContext");

        using var packed = ProtoToJson.Decode(shape, [0x22, 0x03, 0x01, 0xAC, 0x02]);
        using var single = ProtoToJson.Decode(shape, [0x20, 0x01, 0x20, 0xAC, 0x02]);

        Assert.Equal("""{"supplementalGroups":[1,300]}""", packed.RootElement.GetRawText());
        Assert.Equal(packed.RootElement.GetRawText(), single.RootElement.GetRawText());
    }

    private static IEnumerable<(string File, ArgoResource Resource)> Objects(string set)
    {
        foreach (var file in Directory.EnumerateFiles(ConformanceData.PathOf(set), "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".yaml" or ".yml"))
        {
            var read = ManifestReader.Lenient.Read(File.ReadAllText(file));
            foreach (var resource in read.Resources.Select(resource => resource.Argo).OfType<ArgoResource>())
            {
                if (resource is Workflow or WorkflowTemplate or ClusterWorkflowTemplate or CronWorkflow or WorkflowEventBinding)
                {
                    yield return (Path.GetRelativePath(ConformanceData.Root!, file), resource);
                }
            }
        }
    }

    /// <summary>The message as the code that protoc generates reads it and writes it again.</summary>
    private static byte[] Reencode(ArgoResource resource, byte[] message) => resource switch
    {
        Workflow => Argo.Types.Workflow.Parser.ParseFrom(message).ToByteArray(),
        WorkflowTemplate => Argo.Types.WorkflowTemplate.Parser.ParseFrom(message).ToByteArray(),
        ClusterWorkflowTemplate => Argo.Types.ClusterWorkflowTemplate.Parser.ParseFrom(message).ToByteArray(),
        CronWorkflow => Argo.Types.CronWorkflow.Parser.ParseFrom(message).ToByteArray(),
        _ => Argo.Types.WorkflowEventBinding.Parser.ParseFrom(message).ToByteArray(),
    };

    private static Gen<JsonNode> AnyJson(MessageShape shape, int depth) => shape.Form switch
    {
        JsonForm.Time => Gen.Long[1, 4_000_000_000].Select(seconds => (JsonNode)JsonValue.Create(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))),
        JsonForm.MicroTime => Gen.Long[1, 4_000_000_000_000_000].Select(micros => (JsonNode)JsonValue.Create(DateTimeOffset.UnixEpoch.AddMicroseconds(micros).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"))),
        JsonForm.IntOrString when shape.Fields[1].Type == FieldType.Int64 => Gen.OneOf(Gen.Long.Select(number => (JsonNode)JsonValue.Create(number)), Text.Select(text => (JsonNode)JsonValue.Create(text))),
        JsonForm.IntOrString => Gen.OneOf(Gen.Int.Select(number => (JsonNode)JsonValue.Create(number)), Text.Select(text => (JsonNode)JsonValue.Create(text))),
        JsonForm.Raw when shape.Fields[0].Type == FieldType.String => Gen.Int.Select(number => (JsonNode)JsonValue.Create(number)),
        JsonForm.Raw => Text.Select(text => (JsonNode)new JsonObject { ["raw"] = text, ["list"] = new JsonArray(1, true, null, 0.5) }),
        JsonForm.Value => shape.Fields[0].IsRepeated ? AnyJson(shape.Fields[0].Message!, depth - 1).Array[0, 2].Select(items => (JsonNode)new JsonArray([.. items]))
            : shape.Fields[0].Message is { } only ? AnyJson(only, depth) : Text.Where(text => text.Length > 0).Select(text => (JsonNode)JsonValue.Create(text)),
        _ => AnyObject(shape, depth).Select(properties => (JsonNode)properties),
    };

    private static Gen<JsonObject> AnyObject(MessageShape shape, int depth)
    {
        var fields = shape.Fields.Where(field => !field.IsInline && (depth > 0 || field.Message is null)).ToList();
        var picked = fields.Count == 0 ? Gen.Const(Array.Empty<int>()) : Gen.Int[0, fields.Count - 1].Array[0, 3];
        var own = picked.SelectMany(indices => indices.Distinct().Aggregate(
            Gen.Const(() => new JsonObject()),
            (all, index) => Gen.Select(all, AnyField(fields[index], depth - 1), (properties, value) =>
            {
                properties[fields[index].JsonName] = value;
                return properties;
            })));
        return shape.Inlined.Aggregate(own, (all, inlined) => Gen.Select(all, AnyObject(inlined.Message!, depth), (properties, more) =>
        {
            foreach (var (name, value) in more)
            {
                properties.TryAdd(name, value?.DeepClone());
            }

            return properties;
        }));
    }

    private static Gen<JsonNode> AnyField(FieldShape field, int depth)
    {
        if (field.IsMap)
        {
            return Gen.Select(Text, AnyItem(field.Message!.Fields[1], depth)).Array[0, 2].Select(entries =>
                (JsonNode)new JsonObject(entries.DistinctBy(entry => entry.Item1).Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Item1, entry.Item2))));
        }

        return field.IsRepeated ? AnyItem(field, depth).Array[0, 2].Select(items => (JsonNode)new JsonArray([.. items])) : AnyItem(field, depth);
    }

    private static Gen<JsonNode> AnyItem(FieldShape field, int depth) => field.Type switch
    {
        FieldType.Message => AnyJson(field.Message!, depth),
        FieldType.String => Text.Select(text => (JsonNode)JsonValue.Create(text)),
        FieldType.Bytes => Gen.Byte.Array[1, 5].Select(bytes => (JsonNode)JsonValue.Create(Convert.ToBase64String(bytes))),
        FieldType.Bool => Gen.Bool.Select(value => (JsonNode)JsonValue.Create(value)),
        FieldType.Int32 => Gen.Int.Select(value => (JsonNode)JsonValue.Create(value)),
        FieldType.Uint64 => Gen.ULong.Select(value => (JsonNode)JsonValue.Create(value)),
        _ => Gen.Long.Select(value => (JsonNode)JsonValue.Create(value)),
    };

    private static Gen<string> Text { get; } = Gen.String[Gen.Char["aé\"\\\n {}\u20AC"], 0, 6];
}
