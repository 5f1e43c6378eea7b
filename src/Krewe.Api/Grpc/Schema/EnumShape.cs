using System.Globalization;
using Google.Protobuf.Reflection;

namespace Krewe.Api;

/// <summary>The values of an enumeration.</summary>
internal sealed class EnumShape(EnumDescriptorProto description)
{
    private readonly Dictionary<int, string> _names = description.Value.ToDictionary(value => value.Number, value => value.Name);
    private readonly Dictionary<string, int> _numbers = description.Value.ToDictionary(value => value.Name, value => value.Number, StringComparer.Ordinal);

    /// <summary>The name of a number; the number itself when it has none.</summary>
    public string NameOf(int number) => _names.GetValueOrDefault(number) ?? number.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="WireException">There is no such value.</exception>
    public int NumberOf(string name) => _numbers.TryGetValue(name, out var number) ? number : throw new WireException($"\"{name}\" is none of {string.Join(", ", _numbers.Keys)}");
}
