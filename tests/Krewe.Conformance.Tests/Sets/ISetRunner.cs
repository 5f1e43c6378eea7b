namespace Krewe.Conformance;

/// <summary>Runs the cases of one set.</summary>
public interface ISetRunner : IAsyncDisposable
{
    /// <summary>Which set.</summary>
    string Set { get; }

    /// <summary>How many cases run at a time.</summary>
    int Concurrency { get; }

    /// <summary>Cases to be run on the same server one after another, as lists; cases that stand alone are lists of one.</summary>
    IEnumerable<IReadOnlyList<ConformanceCase>> Chains(IReadOnlyList<ConformanceCase> cases) => cases.Select(one => (IReadOnlyList<ConformanceCase>)[one]);

    /// <summary>Runs one case. What it throws is a failure; <see cref="NotApplicableException"/> says the case does not apply.</summary>
    Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken);
}
