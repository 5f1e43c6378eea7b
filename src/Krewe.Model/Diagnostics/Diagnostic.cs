namespace Krewe.Model;

/// <summary>Something to tell about a manifest, with its place.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="Code">What sort of finding it is.</param>
/// <param name="Message">One sentence without file name or position.</param>
/// <param name="Location">Place in the text.</param>
/// <param name="Path">Path in the resource, such as <c>spec.templates[2].steps[0][1].when</c>; empty for the whole.</param>
public sealed record Diagnostic(Severity Severity, DiagnosticCode Code, string Message, SourceLocation Location, string Path)
{
    /// <summary>A semantic error at a path of a resource.</summary>
    public static Diagnostic Invalid(SourceMap source, string path, string message) =>
        new(Severity.Error, DiagnosticCode.Invalid, message, source.Locate(path), path);

    /// <summary><c>file.yaml:12:7: error: path: message</c>; the path is left out where the message names it.</summary>
    public override string ToString()
    {
        var place = Location.ToString();
        var severity = Severity == Severity.Error ? "error" : "warning";
        var path = Path.Length == 0 || Message.Contains($"\"{Path}\"", StringComparison.Ordinal) ? "" : Path + ": ";
        return place.Length == 0 ? $"{severity}: {path}{Message}" : $"{place}: {severity}: {path}{Message}";
    }
}
