namespace Krewe.Model.Tracing;

/// <summary>The place in a trace that something belongs under, as the W3C's header <c>traceparent</c> says it.</summary>
/// <param name="TraceId">32 hex digits, lower case, not all zero.</param>
/// <param name="SpanId">16 hex digits, lower case, not all zero.</param>
/// <param name="IsSampled">Whether the trace is recorded.</param>
public sealed record TraceParent(string TraceId, string SpanId, bool IsSampled)
{
    private const int Length = 55;

    /// <summary>Reads a header; null for none and for one that is wrong, which the W3C wants to be passed over.</summary>
    /// <param name="text">As in <c>00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01</c>; of later versions, what they share with the first.</param>
    public static TraceParent? Parse(string? text)
    {
        if (text is not { Length: >= Length } || text[2] != '-' || text[35] != '-' || text[52] != '-'
            || text.StartsWith("ff", StringComparison.Ordinal)
            || (text.Length > Length && (text.StartsWith("00", StringComparison.Ordinal) || text[Length] != '-')))
        {
            return null;
        }

        var (trace, span, flags) = (text[3..35], text[36..52], text[53..Length]);
        return IsHex(text[..2]) && IsHex(flags) && IsId(trace) && IsId(span) ? new(trace, span, (Convert.FromHexString(flags)[0] & 1) == 1) : null;
    }

    /// <summary>The header.</summary>
    public override string ToString() => $"00-{TraceId}-{SpanId}-{(IsSampled ? "01" : "00")}";

    private static bool IsId(string text) => IsHex(text) && text.AsSpan().ContainsAnyExcept('0');

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigitLower);
}
