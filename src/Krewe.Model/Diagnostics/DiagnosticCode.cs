namespace Krewe.Model;

/// <summary>Class of a <see cref="Diagnostic"/>, for callers that treat some apart.</summary>
public enum DiagnosticCode
{
    /// <summary>A semantic rule is broken (validation).</summary>
    Invalid,

    /// <summary>Not YAML or JSON.</summary>
    Syntax,

    /// <summary>Too large, too deep or expanding too far.</summary>
    Limit,

    /// <summary>A key stands twice in one map.</summary>
    DuplicateKey,

    /// <summary>A key that the kind does not have.</summary>
    UnknownField,

    /// <summary>A key that differs from a known one in case only.</summary>
    FieldCase,

    /// <summary>A field of Argo v3 that v4 replaced.</summary>
    RemovedField,

    /// <summary>A value of the wrong type.</summary>
    WrongType,

    /// <summary>A word, such as <c>on</c>, that YAML reads as a boolean where a text stands.</summary>
    BooleanWord,

    /// <summary>Missing or unknown <c>kind</c> or <c>apiVersion</c>.</summary>
    UnknownKind,

    /// <summary>The file could not be read.</summary>
    Unreadable,
}
