using System.Globalization;
using System.Text.Json;

namespace Krewe.Model;

/// <summary>Text of a JSON number as Argo stores it: integers as written, floats without an exponent.</summary>
internal static class AnyNumber
{
    public static string ToText(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        return reader.TryGetDecimal(out var exact)
            ? exact.ToString("0.#############################", CultureInfo.InvariantCulture)
            : reader.GetDouble().ToString("F", CultureInfo.InvariantCulture);
    }
}
