using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Waits for a user or for a duration.</summary>
public sealed record SuspendTemplate
{
    /// <summary>Go duration or a number of seconds; unset: until resumed.</summary>
    [JsonConverter(typeof(AnyStringConverter))]
    public string? Duration { get; init; }
}
