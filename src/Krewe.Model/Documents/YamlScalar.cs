using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Krewe.Model.Documents;

/// <summary>
/// Resolves YAML scalars as the Go library behind sigs.k8s.io/yaml does: YAML 1.1 booleans, Go's integer prefixes, no base-60
/// numbers, time stamps kept as text.
/// </summary>
internal static partial class YamlScalar
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>Resolves a scalar.</summary>
    /// <param name="text">Content.</param>
    /// <param name="tag">Explicit tag, or null.</param>
    /// <param name="plain">Neither quoted nor a block scalar.</param>
    /// <param name="error">Why the tag does not fit, or null.</param>
    public static (ScalarKind Kind, string Text) Resolve(string text, string? tag, bool plain, out string? error)
    {
        error = null;
        var shortTag = tag is null ? null : tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? "!!" + tag[TagPrefix.Length..] : tag;
        switch (shortTag)
        {
            case null:
                return plain ? ResolvePlain(text) : (ScalarKind.String, text);
            case "!!binary":
                return FromBinary(text, out error);
            case "!!null" or "!!bool" or "!!int" or "!!float":
                return FromTag(text, shortTag, out error);
            default:
                return (ScalarKind.String, text);
        }
    }

    /// <summary>Resolution of plain text; what the writer asks to know whether a string needs quotes.</summary>
    public static (ScalarKind Kind, string Text) ResolvePlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return (ScalarKind.Null, "null");
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return (ScalarKind.Boolean, "true");
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return (ScalarKind.Boolean, "false");
            case ".nan" or ".NaN" or ".NAN":
                return (ScalarKind.Float, ".nan");
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return (ScalarKind.Float, ".inf");
            case "-.inf" or "-.Inf" or "-.INF":
                return (ScalarKind.Float, "-.inf");
        }

        if (text[0] is '.' or '+' or '-' || char.IsAsciiDigit(text[0]))
        {
            return ResolveNumber(text);
        }

        return (ScalarKind.String, text);
    }

    private static (ScalarKind Kind, string Text) ResolveNumber(string text)
    {
        if (IsTimestamp(text))
        {
            return (ScalarKind.String, text);
        }

        var digits = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (text[0] != '.' && GoNumber.TryParseGoInteger(digits, out var integer))
        {
            // A number beyond 64 bits with a bare leading zero reads in base 8 too, so no special case is left.
            return (ScalarKind.Integer, integer.ToString(CultureInfo.InvariantCulture));
        }

        if (Float().IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
        {
            return (ScalarKind.Float, GoNumber.Json(real));
        }

        return (ScalarKind.String, text);
    }

    private static (ScalarKind Kind, string Text) FromTag(string text, string tag, out string? error)
    {
        var resolved = ResolvePlain(text);
        error = null;
        var fits = (tag, resolved.Kind) switch
        {
            ("!!null", ScalarKind.Null) or ("!!bool", ScalarKind.Boolean) or ("!!int", ScalarKind.Integer) => true,
            ("!!float", ScalarKind.Float or ScalarKind.Integer) => true,
            _ => false,
        };
        if (!fits)
        {
            error = $"cannot read \"{text}\" as {tag}";
        }

        return resolved;
    }

    private static (ScalarKind Kind, string Text) FromBinary(string text, out string? error)
    {
        error = null;
        try
        {
            return (ScalarKind.String, Encoding.UTF8.GetString(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            error = "!!binary value is not base64";
            return (ScalarKind.String, text);
        }
    }

    private static bool IsTimestamp(string text) => text.Length > 4 && text[4] == '-' && Timestamp().IsMatch(text);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Float();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Timestamp();
}
