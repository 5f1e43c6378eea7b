using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>Reading and writing a manifest loses nothing.</summary>
internal static class RoundTrip
{
    public static void Check(string text)
    {
        var read = Manifests.Read(text, null);
        if (read.Count == 0)
        {
            throw new AssertionFailedException("the manifest holds no object");
        }

        foreach (var resource in read.Where(resource => resource.Argo is not null))
        {
            var first = Manifests.Json(resource.Argo!);
            var again = Manifests.Read(ManifestWriter.ToYaml(resource.Argo!), resource.Kind).Single();
            var second = Manifests.Json(again.Argo!);
            if (!System.Text.Json.Nodes.JsonNode.DeepEquals(first, second))
            {
                throw new AssertionFailedException($"{resource.Kind} {resource.Metadata.Name} is not the same after writing and reading it again");
            }
        }
    }
}
