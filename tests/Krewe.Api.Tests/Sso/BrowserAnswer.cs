using System.Text.Json.Nodes;

namespace Krewe.Api.Tests.Sso;

/// <summary>What a browser got.</summary>
internal sealed record BrowserAnswer(int Status, string Text, Uri? Location)
{
    public IReadOnlyList<string> SetCookies { get; init; } = [];

    /// <summary>Where the server says that users sign in.</summary>
    public string? SignIn { get; init; }

    public JsonNode Json => JsonNode.Parse(Text)!;
}
