using System.Text.Encodings.Web;
using System.Text;
using System.Text.Json;
using Krewe.Model.Documents;
using Krewe.Model.Shapes;
using Krewe.Model.Writing;

namespace Krewe.Model;

/// <summary>Writes resources as JSON or YAML; reading the result gives an equal resource.</summary>
public static class ManifestWriter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    // What we wrote ourselves needs no bounds.
    private static readonly DocumentLimits NoLimits = new() { MaxDepth = 1000, MaxNodes = int.MaxValue, MaxSize = long.MaxValue };

    /// <summary>JSON in the field order of the model; absent fields are left out.</summary>
    public static string ToJson(ArgoResource resource, bool indented = true) => Json(Element(resource), indented);

    /// <summary>YAML with sorted keys, as <c>argo get -o yaml</c> gives it.</summary>
    public static string ToYaml(ArgoResource resource) => new YamlWriter(sortKeys: true).Write(Document(resource));

    /// <summary>Several resources as one YAML text.</summary>
    public static string ToYaml(IEnumerable<ArgoResource> resources) => string.Join("---\n", resources.Select(ToYaml));

    /// <summary>JSON of a document.</summary>
    public static string ToJson(DocumentNode document, bool indented = true)
    {
        var element = Parse(writer => new ShapeBinder(writer, Strictness.Strict, []).WriteAny(null, document, NodePath.Root, document.Location));
        return Json(element, indented);
    }

    /// <summary>YAML of a document, its keys in their order.</summary>
    public static string ToYaml(DocumentNode document) => new YamlWriter(sortKeys: false).Write(document);

    /// <summary>YAML of any JSON value.</summary>
    public static string ToYaml(JsonElement element, bool sortKeys = true) => new YamlWriter(sortKeys).Write(Document(element));

    /// <summary>The resource as a document tree (without positions).</summary>
    public static DocumentNode Document(ArgoResource resource) => Document(Element(resource));

    private static JsonElement Element(ArgoResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var type = ModelJson.Default.GetTypeInfo(resource.GetType()) ?? throw new ArgumentException($"{resource.GetType()} is no kind of the model", nameof(resource));
        return JsonSerializer.SerializeToElement(resource, type);
    }

    private static DocumentNode Document(JsonElement element)
    {
        var documents = new List<DocumentNode>();
        new JsonTreeReader(new TreeBudget(null, NoLimits), NoLimits, Encoding.UTF8.GetBytes(Json(element, indented: false))).ReadAll(documents);
        return documents is [var document] ? document : new ScalarNode(default, ScalarKind.Null, "null");
    }

    private static string Json(JsonElement element, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, indented ? Indented : Compact))
        {
            element.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static JsonElement Parse(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }
}
