using System.Globalization;

namespace Krewe.Executors.Process.Commands;

/// <summary>Kubernetes quantities: <c>500m</c>, <c>2</c>, <c>64Mi</c>, <c>1e3</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40), ("Pi", 1L << 50),
        ("m", 0.001m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m),
    ];

    /// <summary>The value, or null when the text is none.</summary>
    public static decimal? Parse(string? text)
    {
        text = text?.Trim() ?? "";
        var factor = 1m;
        foreach (var (suffix, value) in Suffixes)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            (text, factor) = (text[..^suffix.Length], value);
            break;
        }
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && number <= decimal.MaxValue / 1e16m
            ? number * factor
            : null;
    }
}
