using System.Text;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Jq;

internal static class JqFormats
{
    public static string Text(object? value) => value as string ?? GoJson.Write(value, html: false);

    public static string Apply(string format, object? value, Func<string, Exception> error) => format switch
    {
        "@text" => Text(value),
        "@json" => GoJson.Write(value, html: false),
        "@base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(value))),
        "@base64d" => Encoding.UTF8.GetString(Convert.FromBase64String(Text(value).TrimEnd('=') is var raw ? raw.PadRight((raw.Length + 3) / 4 * 4, '=') : "")),
        "@uri" => Uri.EscapeDataString(Text(value)),
        "@html" => Text(value).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal),
        "@csv" => string.Join(',', Row(value, error).Select(v => v is string s ? $"\"{s.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : v is null ? "" : Text(v))),
        "@tsv" => string.Join('\t', Row(value, error).Select(v => v is null ? "" : Text(v).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))),
        "@sh" => value is IReadOnlyList<object?> list ? string.Join(' ', list.Select(Shell)) : Shell(value),
        _ => throw error($"{format} is not a valid format"),
    };

    private static IReadOnlyList<object?> Row(object? value, Func<string, Exception> error) => value as IReadOnlyList<object?> ?? throw error($"{JqEvaluator.Name(value)} cannot be formatted as a row: only an array can");

    private static string Shell(object? value) => value is string text ? $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'" : Text(value);
}
