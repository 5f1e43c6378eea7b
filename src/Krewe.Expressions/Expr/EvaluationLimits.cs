namespace Krewe.Expressions.Expr;

/// <summary>What an evaluation may use up: a hostile expression harms only its own run.</summary>
public sealed record EvaluationLimits
{
    /// <summary>Enough for any honest expression.</summary>
    public static EvaluationLimits Default { get; } = new();

    /// <summary>Nodes evaluated and elements visited at most.</summary>
    public long MaxSteps { get; init; } = 2_000_000;

    /// <summary>Characters and list elements made at most, in all.</summary>
    public long MaxSize { get; init; } = 32_000_000;

    /// <summary>How long the evaluation may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
