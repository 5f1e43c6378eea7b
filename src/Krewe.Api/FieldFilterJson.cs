using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Krewe.Api;

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class FieldFilterJson : JsonSerializerContext;
