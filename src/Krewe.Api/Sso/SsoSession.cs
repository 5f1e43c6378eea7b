using System.Text.Json.Serialization;

namespace Krewe.Api;

/// <summary>What a server knows of somebody who signed in. It is kept by their browser alone, encrypted.</summary>
internal sealed record SsoSession
{
    /// <summary>What all versions of the session have in common.</summary>
    public required string Id { get; init; }

    /// <summary>How often the provider has been asked again.</summary>
    public int Version { get; init; }

    public required UserIdentity User { get; init; }

    /// <summary>The session is over then, whatever the provider says.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The provider is asked then whether the user is still welcome, and in what groups; null when it cannot be asked.</summary>
    public DateTimeOffset? RefreshAt { get; init; }

    /// <summary>What it is asked with.</summary>
    public string? RefreshToken { get; init; }
}

/// <summary>The form in which sessions are encrypted.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SsoSession))]
internal sealed partial class SessionJson : JsonSerializerContext;
