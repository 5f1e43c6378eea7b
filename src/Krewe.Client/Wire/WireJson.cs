using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Client.Wire;

/// <summary>JSON of the bodies. Kinds inside them are elements, read and written by the model's own contract.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CreateBody))]
[JsonSerializable(typeof(SubmitBody))]
[JsonSerializable(typeof(ActionBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(CreateTokenRequest))]
[JsonSerializable(typeof(CreatedToken))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(EventDelivery))]
[JsonSerializable(typeof(EventDeliveryList))]
[JsonSerializable(typeof(UploadedArtifact))]
[JsonSerializable(typeof(LabelsBody))]
[JsonSerializable(typeof(StreamFrame))]
[JsonSerializable(typeof(UpdateBody))]
[JsonSerializable(typeof(LogBody))]
[JsonSerializable(typeof(VersionInfo))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(CronSlotPage))]
[JsonSerializable(typeof(RunRowPage))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(RunWaiting))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(SyncLimit))]
[JsonSerializable(typeof(LockListBody))]
[JsonSerializable(typeof(RunOverview))]
[JsonSerializable(typeof(FailureReport))]
[JsonSerializable(typeof(NodePage))]
[JsonSerializable(typeof(NodeChanges))]
[JsonSerializable(typeof(TimelinePage))]
[JsonSerializable(typeof(CriticalPathReport))]
[JsonSerializable(typeof(RunComparison))]
[JsonSerializable(typeof(LogRange))]
[JsonSerializable(typeof(LogSearchPage))]
[JsonSerializable(typeof(PipelinePage))]
[JsonSerializable(typeof(PipelineItem))]
[JsonSerializable(typeof(PipelineRunPage))]
[JsonSerializable(typeof(PipelineRunItem))]
[JsonSerializable(typeof(PipelineMatrix))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class WireJson : JsonSerializerContext;
