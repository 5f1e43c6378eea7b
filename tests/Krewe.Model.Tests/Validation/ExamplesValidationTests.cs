using Krewe.Model.Validation;

namespace Krewe.Model.Tests.Validation;

/// <summary>Everything that Argo ships as an example is valid: a rule of ours that says otherwise is wrong.</summary>
public sealed class ExamplesValidationTests
{
    [Fact]
    public void Validator_Accepts_Examples_When_TheyAreArgos()
    {
        var set = ConformanceSet.Require("examples");
        var resources = Directory.EnumerateFiles(set.Folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => ManifestReader.Lenient.Read(File.ReadAllText(file)).Resources.Select(resource => (file, resource.Argo)))
            .Where(pair => pair.Argo is not null).ToList();
        var lookup = new TemplateLookup(resources.Select(pair => pair.Argo!));
        var options = new ValidationOptions { Mode = ValidationMode.Lint };

        var refused = resources.SelectMany(pair => WorkflowValidator.Validate(pair.Argo!, lookup, options)
            .Select(error => $"{Path.GetRelativePath(set.Folder, pair.file)}: {error.Path}: {error.Message}")).ToList();

        Assert.True(resources.Count > 100);
        Assert.Empty(refused);
    }
}
