namespace Krewe.Model.Tests.Manifests;

public sealed class CorpusReadTests
{
    [Fact]
    public void Reader_Finds_No_Error_In_Any_Manifest_That_Argo_Reads()
    {
        var files = Corpus.Files();
        var errors = new List<string>();

        foreach (var file in files)
        {
            var set = new ManifestReader(new ManifestReadOptions { DefaultKind = nameof(Workflow) }).Read(Corpus.Text(file), file);
            errors.AddRange(set.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()));
        }

        Assert.True(files.Count > 700, $"only {files.Count} files");
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }
}
