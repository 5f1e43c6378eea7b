using System.Reflection;

namespace Krewe.Model.Tests.Manifests;

public sealed class CorpusReadTests
{
    [Fact]
    public void Reader_Finds_Just_The_Errors_That_Argo_S_Manifests_Have()
    {
        var files = Corpus.Files();
        var known = Resource("corpus-findings.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToHashSet(StringComparer.Ordinal);

        var found = files.SelectMany(file => Corpus.Read(file).Diagnostics).Where(d => d.Severity == Severity.Error && !IsFragment(d)).Select(d => d.ToString()).ToList();

        Assert.True(files.Count > 1000, $"only {files.Count} files");
        Assert.True(known.SetEquals(found), $"new:\n{string.Join('\n', found.Except(known))}\ngone:\n{string.Join('\n', known.Except(found))}");
    }

    [Fact]
    public void Lenient_Reader_Refuses_Only_Wrong_Types_And_Broken_Yaml()
    {
        var errors = Corpus.Files().SelectMany(file => Corpus.Read(file, Strictness.Lenient).Diagnostics)
            .Where(d => d.Severity == Severity.Error && !IsFragment(d) && d.Code is not (DiagnosticCode.WrongType or DiagnosticCode.Syntax)).ToList();

        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    // Bare specs and metadata, which the merge cases give to functions of Argo.
    private static bool IsFragment(Diagnostic diagnostic) => diagnostic is { Code: DiagnosticCode.UnknownKind, Path: "kind" } && diagnostic.Message.Contains("missing", StringComparison.Ordinal);

    private static string Resource(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(found => found.EndsWith(name, StringComparison.Ordinal)))!;
        return new StreamReader(stream).ReadToEnd();
    }
}
