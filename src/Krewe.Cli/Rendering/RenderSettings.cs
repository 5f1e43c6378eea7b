namespace Krewe.Cli.Rendering;

/// <summary>What a rendering depends on besides its subject.</summary>
internal sealed record RenderSettings
{
    /// <summary>The present, for ages and running durations.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Zone that times are shown in.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether signs and lines beyond ASCII may be used.</summary>
    public bool Utf8 { get; init; } = true;
}
