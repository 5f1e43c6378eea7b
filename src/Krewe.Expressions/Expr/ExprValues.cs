using System.Collections;
using System.Globalization;
using System.Text.Json;
using Krewe.Expressions.Tags;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Expr;

/// <summary>The values of the language: how they compare, what they are called, how foreign ones come in.</summary>
internal static class ExprValues
{
    /// <summary>Brings a value of .NET into the language's types; the inside of collections when it is reached.</summary>
    public static object? Normalize(object? value) => value switch
    {
        null or bool or long or double or string or DateTimeOffset or TimeSpan or ExpressionFunction => value,
        IReadOnlyDictionary<string, object?> or IReadOnlyList<object?> => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong big => big <= long.MaxValue ? (long)big : (double)big,
        float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        char c => c.ToString(),
        UnreadableVariable unreadable => throw new ExpressionException(ExpressionErrorKind.Evaluation, unreadable.Reason),
        DateTime time => new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero),
        JsonElement json => GoJson.From(json),
        IDictionary map => FromDictionary(map),
        IEnumerable<KeyValuePair<string, string>> map => map.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal),
        IEnumerable list => list.Cast<object?>().Select(Normalize).ToArray(),
        _ => value.ToString(),
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (long a, long b) => a == b,
        (long a, double b) => a == b,
        (double a, long b) => a == b,
        (double a, double b) => a == b,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => ListsEqual(a, b),
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) => MapsEqual(a, b),
        _ => left.Equals(right),
    };

    /// <summary>Orders two values, or null when they have no order between them.</summary>
    public static int? Compare(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (long a, double b) => ((double)a).CompareTo(b),
        (double a, long b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        _ => null,
    };

    /// <summary>The name the language has for the value's type.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "nil",
        bool => "bool",
        long => "int",
        double => "float",
        string => "string",
        IReadOnlyList<object?> => "array",
        IReadOnlyDictionary<string, object?> => "map",
        DateTimeOffset => "time.Time",
        TimeSpan => "time.Duration",
        TimeZoneInfo => "*time.Location",
        ExpressionFunction => "func",
        _ => value.GetType().Name,
    };

    private static bool ListsEqual(IReadOnlyList<object?> a, IReadOnlyList<object?> b)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (a.Count != b.Count)
        {
            return false;
        }

        for (var i = 0; i < a.Count; i++)
        {
            if (!AreEqual(Normalize(a[i]), Normalize(b[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MapsEqual(IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var other) && AreEqual(Normalize(p.Value), Normalize(other)));
    }

    private static Dictionary<string, object?> FromDictionary(IDictionary map)
    {
        var result = new Dictionary<string, object?>(map.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            result[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = entry.Value;
        }

        return result;
    }
}
