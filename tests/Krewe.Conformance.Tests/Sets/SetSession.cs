using System.Collections.Concurrent;
using System.Diagnostics;

namespace Krewe.Conformance;

/// <summary>Runs a whole set with bounded concurrency and collects what came of it.</summary>
public static class SetSession
{
    /// <summary>Longest that one case may take, whatever it waits for.</summary>
    private static readonly TimeSpan CaseLimit = TimeSpan.FromSeconds(120);

    public static async Task<SetReport> RunAsync(CaseSet set, ISetRunner runner, Func<ConformanceCase, bool>? only = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var results = new ConcurrentDictionary<string, CaseResult>(StringComparer.Ordinal);
        var chains = runner.Chains(set.Cases).Where(chain => only is null || chain.Any(only)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = runner.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(chains, options, async (chain, token) =>
        {
            foreach (var one in chain)
            {
                results[one.Name] = await RunOneAsync(runner, one, token).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        var reported = only is null ? results : results.Where(entry => set.Cases.Any(one => one.Name == entry.Key && only(one)));
        return new SetReport(set.Name, reported.ToDictionary(StringComparer.Ordinal), clock.Elapsed);
    }

    private static async Task<CaseResult> RunOneAsync(ISetRunner runner, ConformanceCase one, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CaseLimit);
        try
        {
            return await runner.RunAsync(one, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (NotApplicableException e)
        {
            return CaseResult.NotApplicable(e.Message);
        }
        catch (AssertionFailedException e)
        {
            return CaseResult.Failed(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CaseResult.Failed($"did not end within {CaseLimit.TotalSeconds:0} s");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a case runs into is that case's failure: the others go on.
            var place = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Krewe.", StringComparison.Ordinal))?.Trim();
            return CaseResult.Failed($"{e.GetType().Name}: {e.Message} {place}");
        }
    }
}
