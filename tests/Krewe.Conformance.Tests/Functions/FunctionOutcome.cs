using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>What a single function gave: its results, its arguments as they are afterwards, or why it failed.</summary>
internal sealed record FunctionOutcome(JsonObject Args, string? Error, params IReadOnlyList<JsonNode?> Results);
