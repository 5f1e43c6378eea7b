namespace Krewe.Expressions.Tags;

/// <summary>What a piece of a text with tags is.</summary>
public enum TagSegmentKind
{
    /// <summary>Plain text.</summary>
    Literal,

    /// <summary><c>{{name}}</c>.</summary>
    Simple,

    /// <summary><c>{{=expression}}</c>.</summary>
    Expression,
}
