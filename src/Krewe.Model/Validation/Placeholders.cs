using System.Globalization;
using System.Text.RegularExpressions;

namespace Krewe.Model.Validation;

/// <summary>Stand-ins for values that are only known at run time. They are valid names, so checks of names still apply to what is around them.</summary>
internal sealed partial class Placeholders
{
    public const string Prefix = "placeholder-";

    // The stand-ins of secrets, and the variables that they stand for.
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private int _count;

    public bool HasSecrets => _secrets.Count > 0;

    public string Next() => Prefix + _count++.ToString(CultureInfo.InvariantCulture);

    /// <summary>One for a parameter that is a secret.</summary>
    public string NextSecret(string variable)
    {
        var next = Next();
        _secrets[next] = variable;
        return next;
    }

    public bool IsSecret(string? text) => text is not null && _secrets.ContainsKey(text);

    /// <summary>The secrets whose stand-ins are in a text.</summary>
    public IEnumerable<(string Placeholder, string Variable)> SecretsIn(string text) => text.Contains(Prefix, StringComparison.Ordinal)
        ? AnyPlaceholder().Matches(text).Select(match => match.Value).Where(_secrets.ContainsKey).Select(placeholder => (placeholder, _secrets[placeholder]))
        : [];

    public static bool Is(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length > Prefix.Length
        && text.AsSpan(Prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    [GeneratedRegex(Prefix + "[0-9]+")]
    private static partial Regex AnyPlaceholder();
}
