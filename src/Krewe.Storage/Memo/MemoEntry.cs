namespace Krewe.Storage;

/// <summary>A memoized result.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="CreatedAt">When it was stored; the reader compares it with the template's <c>maxAge</c>.</param>
/// <param name="LastHitAt">When it was last of use.</param>
public sealed record MemoEntry(MemoKey Key, ReadOnlyMemory<byte> Payload, DateTimeOffset CreatedAt, DateTimeOffset LastHitAt);
