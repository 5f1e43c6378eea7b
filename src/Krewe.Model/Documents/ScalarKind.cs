namespace Krewe.Model.Documents;

/// <summary>JSON type of a scalar after YAML's resolution of plain text.</summary>
public enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    String,
}
