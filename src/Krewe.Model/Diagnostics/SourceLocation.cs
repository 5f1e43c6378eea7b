namespace Krewe.Model;

/// <summary>A place in a manifest; line and column count from 1, 0 means unknown.</summary>
/// <param name="File">Name as given by the caller, or null when the text had none.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1, in UTF-16 units.</param>
public readonly record struct SourceLocation(string? File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>, without the parts that are unknown.</summary>
    public override string ToString() => (File, Line) switch
    {
        (null, 0) => "",
        (null, _) => $"{Line}:{Column}",
        (_, 0) => File,
        _ => $"{File}:{Line}:{Column}",
    };
}
