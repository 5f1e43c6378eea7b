namespace Krewe.Benchmarks.Measuring;

/// <summary>Two things measured in turn, A B A B; what counts is the ratio within a round, which a slow hour touches on both sides.</summary>
internal sealed class Comparison
{
    private readonly List<double> _a = [];
    private readonly List<double> _b = [];

    public double Ratio => Numbers.Median(Ratios);

    public double Low => Numbers.Percentile(Ratios, 0.1);

    public double High => Numbers.Percentile(Ratios, 0.9);

    public double MedianA => Numbers.Median(_a);

    public double MedianB => Numbers.Median(_b);

    private IEnumerable<double> Ratios => _a.Zip(_b, (a, b) => a / b);

    public static async Task<Comparison> RunAsync(int rounds, Func<Task<double>> a, Func<Task<double>> b)
    {
        var result = new Comparison();
        for (var round = 0; round < rounds; round++)
        {
            result._a.Add(await a());
            result._b.Add(await b());
        }

        return result;
    }
}
