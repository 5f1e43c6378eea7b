using System.Buffers;
using System.Text;
using System.Text.Json;
using Krewe.Model.Documents;

namespace Krewe.Model;

/// <summary>Text of a JSON number as Argo stores it: integers as written, floats without an exponent.</summary>
internal static class AnyNumber
{
    public static string ToText(ref Utf8JsonReader reader) =>
        GoNumber.AnyString(Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));
}
