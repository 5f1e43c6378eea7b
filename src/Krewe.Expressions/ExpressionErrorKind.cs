namespace Krewe.Expressions;

/// <summary>What sort of thing went wrong, for callers that react differently.</summary>
public enum ExpressionErrorKind
{
    /// <summary>The text is not of the language.</summary>
    Syntax,

    /// <summary>The text is fine, its evaluation failed.</summary>
    Evaluation,

    /// <summary>A variable is not there (yet): a caller may try again when more is known.</summary>
    MissingVariable,

    /// <summary>The variable names an optional output that was not produced.</summary>
    AbsentOptional,

    /// <summary>The evaluation passed a bound on steps, depth, time or size.</summary>
    Limit,
}
