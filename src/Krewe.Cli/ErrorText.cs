using Krewe.Cli.Rendering;
using Krewe.Client;

namespace Krewe.Cli;

/// <summary>Words failures: findings with their places first, then what they amount to.</summary>
internal static class ErrorText
{
    public static void Write(CliConsole console, KreweException exception)
    {
        foreach (var diagnostic in exception.Diagnostics)
        {
            console.Note(Line(diagnostic));
        }

        // What stands there with its place is not told again without it.
        if (!exception.Diagnostics.Any(diagnostic => !diagnostic.IsWarning && diagnostic.Message == exception.Message))
        {
            console.Fail(exception.Message);
        }
    }

    public static StyledLine Line(ErrorDiagnostic diagnostic)
    {
        var place = diagnostic switch
        {
            { File: { Length: > 0 } file, Line: > 0 } => $"{file}:{diagnostic.Line}:{diagnostic.Column}: ",
            { File: { Length: > 0 } file } => $"{file}: ",
            { Line: > 0 } => $"{diagnostic.Line}:{diagnostic.Column}: ",
            _ => "",
        };
        var severity = diagnostic.IsWarning ? new Span("warning: ", TextStyle.Yellow) : new Span("error: ", TextStyle.Red);
        var path = diagnostic.Path is { Length: > 0 } at && !diagnostic.Message.Contains(at, StringComparison.Ordinal) ? $"{at}: " : "";
        var hint = diagnostic.Hint is { Length: > 0 } text ? $" ({text})" : "";
        return new StyledLine(new Span(place, TextStyle.Bold), severity, $"{path}{diagnostic.Message}{hint}");
    }
}
