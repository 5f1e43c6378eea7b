using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Krewe.Api;

/// <summary>Argo <c>GetUserInfoResponse</c>.</summary>
internal sealed record UserInfoBody
{
    public string? Issuer { get; init; }
    public string? Subject { get; init; }
    public IReadOnlyList<string>? Groups { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public bool? EmailVerified { get; init; }
    public string? ServiceAccountName { get; init; }
    public string? ServiceAccountNamespace { get; init; }
}

/// <summary>Bodies that only the server writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserInfoBody))]
[JsonSerializable(typeof(LogoutBody))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ApiJson : JsonSerializerContext;
