using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Model.Conversion;
using Krewe.Model.Documents;
using Krewe.Model.Manifests;
using Krewe.Model.Shapes;

namespace Krewe.Model;

/// <summary>
/// Reads manifests into typed resources. All findings of all documents come back at once, each with its place; nothing is
/// thrown for what a manifest holds. Thread-safe.
/// </summary>
public sealed class ManifestReader(ManifestReadOptions? options = null)
{
    private readonly ManifestReadOptions _options = options ?? new ManifestReadOptions();

    /// <summary>A reader that refuses unknown keys.</summary>
    public static ManifestReader Strict { get; } = new();

    /// <summary>A reader for old files: unknown keys are warnings, v3 fields are converted.</summary>
    public static ManifestReader Lenient { get; } = new(new ManifestReadOptions { Strictness = Strictness.Lenient });

    /// <summary>Reads a text of one or several YAML or JSON documents.</summary>
    public ManifestSet Read(string text, string? file = null) => Bind(DocumentReader.Read(text, file, _options.Limits));

    /// <summary>Reads a stream, never more of it than the size limit.</summary>
    public async Task<ManifestSet> ReadAsync(Stream stream, string? file = null, CancellationToken cancellationToken = default) =>
        Bind(await DocumentReader.ReadAsync(stream, file, _options.Limits, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads files; of a folder all <c>.yaml</c>, <c>.yml</c> and <c>.json</c> files below it. Files that cannot be read are findings.</summary>
    public async Task<ManifestSet> ReadFilesAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        var resources = new List<ManifestResource>();
        var diagnostics = new List<Diagnostic>();
        foreach (var file in paths.SelectMany(ManifestFiles.Expand))
        {
            var set = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
            resources.AddRange(set.Resources);
            diagnostics.AddRange(set.Diagnostics);
        }

        return new ManifestSet(resources, diagnostics);
    }

    /// <summary>Types documents that were read already.</summary>
    public ManifestSet Bind(DocumentReadResult read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var diagnostics = read.Diagnostics.Select(Soften).ToList();
        var resources = new List<ManifestResource>();
        foreach (var document in read.Documents)
        {
            BindDocument(document, resources, diagnostics);
        }

        var ordered = diagnostics.Select((diagnostic, i) => (diagnostic, i))
            .OrderBy(pair => pair.diagnostic.Location.Line).ThenBy(pair => pair.diagnostic.Location.Column).ThenBy(pair => pair.i)
            .Select(pair => pair.diagnostic);
        return new ManifestSet(resources, [.. ordered]);
    }

    private async Task<ManifestSet> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var stream = File.OpenRead(file);
            await using (stream.ConfigureAwait(false))
            {
                return await ReadAsync(stream, file, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ManifestSet([], [new Diagnostic(Severity.Error, DiagnosticCode.Unreadable, e.Message, new SourceLocation(file, 0, 0), "")]);
        }
    }

    // The reader of documents knows no strictness: Go's lenient decoder takes the last of duplicate keys.
    private Diagnostic Soften(Diagnostic diagnostic) =>
        diagnostic.Code == DiagnosticCode.DuplicateKey && _options.Strictness == Strictness.Lenient ? diagnostic with { Severity = Severity.Warning } : diagnostic;

    private void BindDocument(DocumentNode document, List<ManifestResource> resources, List<Diagnostic> diagnostics)
    {
        if (document is not MapNode map)
        {
            diagnostics.Add(new Diagnostic(Severity.Error, DiagnosticCode.WrongType, $"expected a resource (a map with \"kind\"), got {document.Describe()}", document.Location, ""));
            return;
        }

        var kind = map.Text("kind") ?? _options.DefaultKind;
        if (kind?.EndsWith("List", StringComparison.Ordinal) == true && map["items"] is ListNode items)
        {
            foreach (var item in items.Items)
            {
                BindDocument(WithKind(item, kind), resources, diagnostics);
            }

            return;
        }

        if (KindOf(map, kind, diagnostics) is { } known)
        {
            resources.Add(BindResource(map, known, diagnostics));
        }
    }

    /// <summary>Items of a typed list, such as <c>WorkflowList</c>, may leave their kind out.</summary>
    private static DocumentNode WithKind(DocumentNode item, string listKind)
    {
        if (item is not MapNode map || map.Text("kind") is not null || listKind == "List")
        {
            return item;
        }

        var kind = new ScalarNode(map.Location, ScalarKind.String, listKind[..^"List".Length]);
        return new MapNode(map.Location, [new MapEntry("kind", map.Location, kind), .. map.Entries.Where(entry => entry.Key != "kind")]);
    }

    private string? KindOf(MapNode map, string? kind, List<Diagnostic> diagnostics)
    {
        if (kind is null)
        {
            diagnostics.Add(new Diagnostic(Severity.Error, DiagnosticCode.UnknownKind, "\"kind\" is missing", map.Location, "kind"));
            return null;
        }

        var apiVersion = map.Text("apiVersion");
        var place = (map.Entry("apiVersion") ?? map.Entry("kind"))?.KeyLocation ?? map.Location;
        var typed = ArgoKinds.TypeOf(kind) is not null;
        if (typed && apiVersion is null)
        {
            // Argo goes by the kind alone.
            diagnostics.Add(new Diagnostic(Severity.Warning, DiagnosticCode.UnknownKind, $"\"apiVersion\" is missing; taken as {ArgoKinds.ApiVersion}", place, "apiVersion"));
        }
        else if (typed && apiVersion != ArgoKinds.ApiVersion)
        {
            // Argo's own tools go by the kind whatever the version says.
            var severity = apiVersion!.StartsWith(ArgoKinds.Group + "/", StringComparison.Ordinal) ? Severity.Warning : Severity.Error;
            diagnostics.Add(new Diagnostic(
                severity, DiagnosticCode.UnknownKind, $"unknown apiVersion \"{apiVersion}\" of kind {kind}; expected \"{ArgoKinds.ApiVersion}\"", place, "apiVersion"));
        }
        else if (!typed && !ArgoKinds.IsForeign(kind) && (apiVersion is null || apiVersion.StartsWith(ArgoKinds.Group + "/", StringComparison.Ordinal)))
        {
            diagnostics.Add(new Diagnostic(
                Severity.Error, DiagnosticCode.UnknownKind, $"unknown kind \"{kind}\"{Suggestion.Text(kind, ArgoKinds.All)}", map.Entry("kind")?.KeyLocation ?? map.Location, "kind"));
            return null;
        }

        return kind;
    }

    private ManifestResource BindResource(MapNode map, string kind, List<Diagnostic> diagnostics)
    {
        var source = new SourceMap(map);
        if (ArgoKinds.TypeOf(kind) is not { } type)
        {
            return new ManifestResource(kind, null, BindOther(map, kind, diagnostics), source);
        }

        if (_options.Strictness == Strictness.Lenient)
        {
            var converted = LegacyConverter.Convert(map, kind);
            map = (MapNode)converted.Document;
            source = new SourceMap(map);
            diagnostics.AddRange(converted.Changes);
        }

        var resource = (ArgoResource)Typed(map, type, ModelShapes.Of(type), diagnostics);
        return new ManifestResource(kind, resource with { Kind = kind, ApiVersion = resource.ApiVersion ?? ArgoKinds.ApiVersion }, null, source);
    }

    private KubernetesObject BindOther(MapNode map, string kind, List<Diagnostic> diagnostics)
    {
        var content = (JsonElement)Typed(map, ModelJson.Default.JsonElement, Shape.Any, diagnostics);
        var metadata = map["metadata"] is MapNode meta
            ? (ObjectMeta)Typed(meta, ModelJson.Default.ObjectMeta, ModelShapes.Of(ModelJson.Default.ObjectMeta), diagnostics)
            : new ObjectMeta();
        return new KubernetesObject(map.Text("apiVersion"), kind, metadata, content);
    }

    private object Typed(MapNode map, JsonTypeInfo type, Shape shape, List<Diagnostic> diagnostics)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { SkipValidation = true }))
        {
            var binder = new ShapeBinder(writer, _options.Strictness, diagnostics);
            if (shape.Kind == ShapeKind.Any)
            {
                binder.WriteAny(null, map, NodePath.Root, map.Location);
            }
            else
            {
                binder.WriteObject(null, map, shape, NodePath.Root);
            }
        }

        return JsonSerializer.Deserialize(json.GetBuffer().AsSpan(0, (int)json.Length), type)!;
    }
}
