using Krewe.Model.Documents;

namespace Krewe.Model.Submission;

/// <summary>A file of parameters: a YAML or JSON map of names and values.</summary>
public static class ParameterFile
{
    /// <summary>The parameters as <c>name=value</c>, or why the text is no such map; a value that is no text is given as JSON.</summary>
    public static Changed<IReadOnlyList<string>> Parse(string text, string? file = null)
    {
        var read = DocumentReader.Read(text, file);
        if (read.Diagnostics.FirstOrDefault(found => found.Severity == Severity.Error) is { } problem)
        {
            return new(null, problem.ToString());
        }

        if (read.Documents is not [MapNode map])
        {
            return new(null, $"{file ?? "the parameter file"} must hold one map of parameter names and values");
        }

        return new([.. map.Entries.Select(entry => $"{entry.Key}={Value(entry.Value)}")], null);
    }

    private static string Value(DocumentNode node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Null } => "null",
        ScalarNode scalar => scalar.Text,
        _ => DocumentJson.Of(node),
    };
}
