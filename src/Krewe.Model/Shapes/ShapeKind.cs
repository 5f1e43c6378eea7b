namespace Krewe.Model.Shapes;

/// <summary>Sorts of value that a field may hold.</summary>
internal enum ShapeKind
{
    /// <summary>Anything; kept as written.</summary>
    Any,

    /// <summary>A string; in YAML a number or boolean stands for its text.</summary>
    Text,

    /// <summary>A string, number or boolean, kept as its text.</summary>
    AnyScalar,

    /// <summary>Argo's <c>AnyString</c>: as <see cref="AnyScalar"/>, and a list or map counts as the empty string.</summary>
    AnyString,

    Boolean,
    Int32,
    Int64,

    /// <summary>An RFC 3339 time.</summary>
    Time,

    /// <summary>A number, or a string (mostly a tag).</summary>
    IntOrString,

    /// <summary>A list of <see cref="Shape.Element"/>.</summary>
    List,

    /// <summary>A map with free keys to <see cref="Shape.Element"/>.</summary>
    Map,

    /// <summary>A map with the keys of <see cref="Shape.Fields"/>.</summary>
    Object,
}
