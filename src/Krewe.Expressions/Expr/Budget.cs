namespace Krewe.Expressions.Expr;

/// <summary>Counts what an evaluation uses up and stops it at the limits.</summary>
internal sealed class Budget(EvaluationLimits limits, TimeProvider clock, string text)
{
    private const int LookAtClockEvery = 4096;
    private readonly long _started = clock.GetTimestamp();
    private long _steps;
    private long _size;

    public TimeProvider Clock { get; } = clock;

    public string Text { get; } = text;

    public TimeSpan Timeout => limits.Timeout;

    public void Step(long count = 1)
    {
        var before = _steps;
        _steps += count;
        if (_steps > limits.MaxSteps)
        {
            throw Exceeded($"the expression takes more than {limits.MaxSteps} steps");
        }

        if (before / LookAtClockEvery != _steps / LookAtClockEvery && Clock.GetElapsedTime(_started) > limits.Timeout)
        {
            throw Exceeded($"the expression takes longer than {limits.Timeout.TotalSeconds:0.###} s");
        }
    }

    /// <summary>Accounts for something about to be made.</summary>
    public void Charge(long size)
    {
        if (size < 0 || (_size += size) > limits.MaxSize)
        {
            throw Exceeded($"the expression makes more than {limits.MaxSize} characters or elements");
        }
    }

    private ExpressionException Exceeded(string message) => new(ExpressionErrorKind.Limit, message, Text, 0);
}
