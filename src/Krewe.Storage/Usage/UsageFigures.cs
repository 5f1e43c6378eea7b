namespace Krewe.Storage;

/// <summary>What was used: figures that can be added up. Those of a correction may be negative.</summary>
public sealed record UsageFigures
{
    /// <summary>How many figures there are beside the resources.</summary>
    public const int Count = 13;

    /// <summary>Nothing.</summary>
    public static UsageFigures None { get; } = new();

    /// <summary>Runs that ended well.</summary>
    public long RunsSucceeded { get; init; }

    /// <summary>Runs that failed.</summary>
    public long RunsFailed { get; init; }

    /// <summary>Runs that ended with an error.</summary>
    public long RunsError { get; init; }

    /// <summary>How often runs that had ended went on and ended again.</summary>
    public long RunsRetried { get; init; }

    /// <summary>Steps that ended well.</summary>
    public long StepsSucceeded { get; init; }

    /// <summary>Steps that failed.</summary>
    public long StepsFailed { get; init; }

    /// <summary>Steps that ended with an error.</summary>
    public long StepsError { get; init; }

    /// <summary>Steps that were skipped.</summary>
    public long StepsSkipped { get; init; }

    /// <summary>Steps that were left out, since what they depend on went another way.</summary>
    public long StepsOmitted { get; init; }

    /// <summary>Attempts at steps beyond the first of each.</summary>
    public long StepsRetried { get; init; }

    /// <summary>Time from the start to the end of runs, in milliseconds.</summary>
    public long RunMilliseconds { get; init; }

    /// <summary>Time from the creation to the start of runs, in milliseconds.</summary>
    public long QueueMilliseconds { get; init; }

    /// <summary>Time that steps worked, in milliseconds.</summary>
    public long StepMilliseconds { get; init; }

    /// <summary>Amounts of resources by their names, in Argo's units: seconds of one core, of 100 MiB of memory and so on.</summary>
    public IReadOnlyDictionary<string, long> Resources { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsNone => Array.TrueForAll(ToArray(), figure => figure == 0) && Resources.Values.All(amount => amount == 0);

    /// <summary>The figures in the order of <see cref="FromArray"/>, without the resources.</summary>
    public long[] ToArray() =>
    [
        RunsSucceeded, RunsFailed, RunsError, RunsRetried, StepsSucceeded, StepsFailed, StepsError, StepsSkipped, StepsOmitted, StepsRetried,
        RunMilliseconds, QueueMilliseconds, StepMilliseconds,
    ];

    /// <summary>The figures out of an array.</summary>
    /// <param name="figures">As <see cref="ToArray"/> gives them.</param>
    public static UsageFigures FromArray(ReadOnlySpan<long> figures) => new()
    {
        RunsSucceeded = figures[0],
        RunsFailed = figures[1],
        RunsError = figures[2],
        RunsRetried = figures[3],
        StepsSucceeded = figures[4],
        StepsFailed = figures[5],
        StepsError = figures[6],
        StepsSkipped = figures[7],
        StepsOmitted = figures[8],
        StepsRetried = figures[9],
        RunMilliseconds = figures[10],
        QueueMilliseconds = figures[11],
        StepMilliseconds = figures[12],
    };

    /// <summary>Both together.</summary>
    /// <param name="other">What is added.</param>
    public UsageFigures Plus(UsageFigures other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (sums, added) = (ToArray(), other.ToArray());
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += added[i];
        }

        return FromArray(sums) with { Resources = other.Resources.Count == 0 ? Resources : Sum(Resources, other.Resources) };
    }

    private static SortedDictionary<string, long> Sum(IReadOnlyDictionary<string, long> left, IReadOnlyDictionary<string, long> right)
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, amount) in left.Concat(right))
        {
            sum[name] = sum.GetValueOrDefault(name) + amount;
        }

        return sum;
    }
}
