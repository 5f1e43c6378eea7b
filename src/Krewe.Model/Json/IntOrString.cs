using System.Globalization;
using System.Text.Json.Serialization;

namespace Krewe.Model;

/// <summary>Kubernetes <c>IntOrString</c>: keeps whether the value was written as a number or as text (a tag, mostly).</summary>
/// <param name="Text">The value as text.</param>
/// <param name="IsNumber">Whether it is written as a JSON number.</param>
[JsonConverter(typeof(IntOrStringConverter))]
public sealed record IntOrString(string Text, bool IsNumber)
{
    /// <summary>A number.</summary>
    public static implicit operator IntOrString(int value) => new(value.ToString(CultureInfo.InvariantCulture), true);

    /// <summary>A text.</summary>
    public static implicit operator IntOrString(string value) => new(value, false);

    /// <summary>The value as a whole number, or null when it is not one.</summary>
    public int? AsInt() => int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public override string ToString() => Text;
}
