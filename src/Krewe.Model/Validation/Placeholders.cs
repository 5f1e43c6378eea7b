using System.Globalization;

namespace Krewe.Model.Validation;

/// <summary>Stand-ins for values that are only known at run time. They are valid names, so checks of names still apply to what is around them.</summary>
internal sealed class Placeholders
{
    public const string Prefix = "placeholder-";

    private int _count;

    public string Next() => Prefix + _count++.ToString(CultureInfo.InvariantCulture);

    public static bool Is(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length > Prefix.Length
        && text.AsSpan(Prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;
}
