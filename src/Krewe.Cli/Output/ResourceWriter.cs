using System.Text.Encodings.Web;
using System.Text.Json;
using Krewe.Client.Wire;
using Krewe.Model;

namespace Krewe.Cli.Output;

/// <summary>Resources as JSON or YAML text.</summary>
internal static class ResourceWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsStructured(string? format) => format is "json" or "yaml";

    /// <summary>One resource as <c>json</c> or <c>yaml</c>.</summary>
    public static string Write(ArgoResource resource, string format) => Write(ResourceRoutes.Write(resource), format);

    /// <summary>Several: a JSON array, or a YAML list.</summary>
    public static string Write(IEnumerable<ArgoResource> resources, string format) =>
        Write(JsonSerializer.SerializeToElement([.. resources.Select(ResourceRoutes.Write)], ModelJson.Default.IReadOnlyListJsonElement), format);

    public static string Write(JsonElement element, string format)
    {
        if (format == "yaml")
        {
            return ManifestWriter.ToYaml(element);
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            element.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }
}
