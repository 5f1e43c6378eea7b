using System.Globalization;

namespace Krewe.Expressions.Selectors;

/// <summary>One condition of a label selector.</summary>
public sealed record SelectorRequirement(string Key, SelectorOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether a value (null: the key is not there) meets the condition. A missing key meets only the negative ones.</summary>
    public bool Matches(string? value) => Operator switch
    {
        SelectorOperator.Exists => value is not null,
        SelectorOperator.DoesNotExist => value is null,
        SelectorOperator.Equals or SelectorOperator.In => value is not null && Values.Contains(value),
        SelectorOperator.NotEquals or SelectorOperator.NotIn => value is null || !Values.Contains(value),
        SelectorOperator.GreaterThan => Number(value) > Number(Values[0]),
        _ => Number(value) < Number(Values[0]),
    };

    /// <inheritdoc/>
    public override string ToString() => Operator switch
    {
        SelectorOperator.Exists => Key,
        SelectorOperator.DoesNotExist => "!" + Key,
        SelectorOperator.Equals => $"{Key}={Values[0]}",
        SelectorOperator.NotEquals => $"{Key}!={Values[0]}",
        SelectorOperator.In => $"{Key} in ({string.Join(',', Values)})",
        SelectorOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
        SelectorOperator.GreaterThan => $"{Key}>{Values[0]}",
        _ => $"{Key}<{Values[0]}",
    };

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
