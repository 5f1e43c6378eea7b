namespace Krewe.Expressions.Selectors;

/// <summary>How a requirement of a label selector looks at its label.</summary>
public enum SelectorOperator
{
    Exists,
    DoesNotExist,
    Equals,
    NotEquals,
    In,
    NotIn,
    GreaterThan,
    LessThan,
}
