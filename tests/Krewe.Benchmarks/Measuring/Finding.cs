using System.Globalization;

namespace Krewe.Benchmarks.Measuring;

/// <summary>One number against what is wanted of it.</summary>
internal sealed record Finding
{
    public required string Goal { get; init; }

    public required string What { get; init; }

    public required double Value { get; init; }

    /// <summary>10th percentile over the rounds.</summary>
    public double? Low { get; init; }

    /// <summary>90th percentile over the rounds.</summary>
    public double? High { get; init; }

    public double? AtLeast { get; init; }

    public double? AtMost { get; init; }

    /// <summary>The absolute numbers behind it, for the reader only.</summary>
    public string Detail { get; init; } = "";

    public bool? Met => AtLeast is { } least ? Value >= least : AtMost is { } most ? Value <= most : null;

    public string Row => $"| {Goal} | {What}{(Detail.Length > 0 ? $" ({Detail})" : "")} | {Text(Value)} | {Spread} | {Wanted} | {Verdict} |";

    private string Spread => Low is { } low && High is { } high ? $"{Text(low)} to {Text(high)}" : "";

    private string Wanted => AtLeast is { } least ? "at least " + Text(least) : AtMost is { } most ? "at most " + Text(most) : "reported";

    private string Verdict => Met switch { true => "yes", false => "**no**", null => "" };

    public static Finding Ratio(string goal, string what, Comparison comparison, double? atLeast, string unit) => new()
    {
        Goal = goal,
        What = what,
        Value = comparison.Ratio,
        Low = comparison.Low,
        High = comparison.High,
        AtLeast = atLeast,
        Detail = string.Create(CultureInfo.InvariantCulture, $"{comparison.MedianA:N0} against {comparison.MedianB:N0} {unit}"),
    };

    /// <summary>The median over rounds.</summary>
    public static Finding OfRounds(string goal, string what, IReadOnlyCollection<double> rounds, string detail, double? atLeast = null, double? atMost = null) => new()
    {
        Goal = goal,
        What = what,
        Value = Numbers.Median(rounds),
        Low = Numbers.Percentile(rounds, 0.1),
        High = Numbers.Percentile(rounds, 0.9),
        AtLeast = atLeast,
        AtMost = atMost,
        Detail = detail,
    };

    public override string ToString() => $"{What}: {Text(Value)}{(Low is null ? "" : $" [{Spread}]")}, wanted {Wanted}{(Met is null ? "" : Met == true ? ", met" : ", NOT met")}{(Detail.Length > 0 ? $" ({Detail})" : "")}";

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);
}
