using Krewe.Executors;
using Krewe.Model;

namespace Krewe.TestHost;

/// <summary>A mocked step at work.</summary>
internal sealed record MockedWork(NodeWork Work, StepOutcome Outcome, DateTimeOffset? EndsAt)
{
    /// <summary>When it ends, by itself or by its deadline; null: never.</summary>
    public DateTimeOffset? DueAt => EndsAt is null || Work.Deadline < EndsAt ? Work.Deadline : EndsAt;

    /// <exception cref="InvalidOperationException">The mock does not give what the template promises.</exception>
    public NodeReport End() => new()
    {
        Id = Work.Id,
        Phase = Outcome.Phase,
        Message = Outcome.Message,
        Outputs = new Outputs
        {
            Result = Outcome.Result,
            ExitCode = Outcome.ExitCode,
            Parameters = Outcome.Phase == NodePhase.Succeeded ? Work.Template.Outputs?.Parameters?.Select(Filled).ToList() : null,
            Artifacts = Outcome.Phase == NodePhase.Succeeded ? Work.Template.Outputs?.Artifacts?.Select(Filled).ToList() : null,
        },
    };

    private Parameter Filled(Parameter parameter) => parameter with
    {
        Value = Outcome.Outputs.GetValueOrDefault(parameter.Name!) ?? parameter.Value ?? parameter.ValueFrom?.Default
            ?? throw new InvalidOperationException($"step '{Work.NodeName}': the mock of template '{Work.Template.Name}' gives no output '{parameter.Name}'; add WithOutput(\"{parameter.Name}\", …)"),
        ValueFrom = null,
    };

    private Artifact Filled(Artifact artifact) => artifact with { Raw = new RawArtifact { Data = Outcome.Artifacts.GetValueOrDefault(artifact.Name!) ?? "" } };
}
