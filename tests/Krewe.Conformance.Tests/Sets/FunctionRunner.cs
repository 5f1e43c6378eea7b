using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>Sets of single functions.</summary>
internal sealed class FunctionRunner(string set) : ISetRunner
{
    public string Set => set;

    public int Concurrency => Environment.ProcessorCount;

    public async Task<CaseResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var data = one.Data();
        if (Arguments.Flag(data["internal"]))
        {
            throw new NotApplicableException("a helper inside Argo that no user sees");
        }

        if (data["fn"] is null)
        {
            StoredScenario.Play(one, data, now);
            return CaseResult.Passed;
        }

        var function = Arguments.Text(data["fn"])!;
        now = CronFunctions.Moment(data["args"], now);
        var args = Arguments.Resolve(one.Set, data["args"], now);
        Judge(data["expect"]!, function, await RunFunctionAsync(function, args, now).ConfigureAwait(false), now);
        return CaseResult.Passed;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<FunctionOutcome> RunFunctionAsync(string function, JsonObject args, DateTimeOffset now) => set switch
    {
        "wfutil" => ModelFunctions.Run(function, args, now),
        "depends" => DependsFunctions.Run(function, args),
        "cron" => await CronFunctions.RunAsync(function, args, now).ConfigureAwait(false),
        _ => TemplatingFunctions.Run(function, args),
    };

    private static void Judge(JsonNode expect, string function, FunctionOutcome outcome, DateTimeOffset now)
    {
        if (expect["error"] is { } fails && Arguments.Flag(fails) != (outcome.Error is not null))
        {
            throw new AssertionFailedException(outcome.Error is null ? "should have failed" : $"failed: {outcome.Error}");
        }

        if (Arguments.Text(expect["errorEquals"]) is { } whole && whole != outcome.Error)
        {
            throw new AssertionFailedException($"expected the error \"{whole}\", got \"{outcome.Error}\"");
        }

        if ((expect["errorContains"] as JsonArray ?? []).Select(Arguments.Text).FirstOrDefault(part => outcome.Error?.Contains(part!, StringComparison.Ordinal) != true) is { } missing)
        {
            throw new AssertionFailedException($"expected \"{missing}\" in the error, got \"{outcome.Error}\"");
        }

        // The first result of ResolveVar is Argo's inner form of the tag.
        if (outcome.Error is null && expect["result"] is { } wanted && function != "ResolveVar" && !JsonValues.Same(wanted, outcome.Results[0]))
        {
            throw new AssertionFailedException($"expected {JsonValues.Show(wanted)}, got {JsonValues.Show(outcome.Results[0])}");
        }

        foreach (var assertion in (expect["asserts"] as JsonArray ?? []).Select(item => (JsonObject)item!))
        {
            var roots = new RootValues();
            foreach (var root in RootValues.RootsIn(assertion))
            {
                roots.Set(root, root["result"] is { } index ? outcome.Results.ElementAtOrDefault((int)JsonValues.Number(index)!.Value) : outcome.Args[Arguments.Text(root["arg"])!]);
            }

            new AssertionInterpreter(roots, now).Check(assertion);
        }
    }
}
