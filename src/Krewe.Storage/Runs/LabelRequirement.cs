namespace Krewe.Storage;

/// <summary>One term of a label selector; equality is <see cref="LabelOperator.In"/> with one value.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">How it is tested.</param>
/// <param name="Values">The values, for the operators that take them.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>The label has this value.</summary>
    /// <param name="key">The label.</param>
    /// <param name="value">The value.</param>
    public static LabelRequirement Is(string key, string value) => new(key, LabelOperator.In, [value]);

    /// <summary>Whether a set of labels satisfies the term.</summary>
    /// <param name="labels">The labels.</param>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var found = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => found && Values.Contains(value!),
            LabelOperator.NotIn => !found || !Values.Contains(value!),
            LabelOperator.Exists => found,
            LabelOperator.NotExists => !found,
            _ => throw new InvalidOperationException($"unknown label operator {Operator}"),
        };
    }
}
