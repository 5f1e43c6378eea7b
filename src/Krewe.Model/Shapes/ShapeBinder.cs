using System.Globalization;
using System.Text.Json;
using Krewe.Model.Documents;
using Krewe.Model.Manifests;

namespace Krewe.Model.Shapes;

/// <summary>
/// Checks a document against a shape and writes the JSON that the typed reader takes: scalars converted as Go would, keys in
/// their right case, fields in error left out. So every finding is reported at once and the typed reader cannot fail.
/// </summary>
internal sealed partial class ShapeBinder(Utf8JsonWriter writer, Strictness strictness, List<Diagnostic> diagnostics)
{
    private Severity Leniently => strictness == Strictness.Lenient ? Severity.Warning : Severity.Error;

    /// <summary>Writes a value after its property name; nothing, not even the name, when it is null or in error.</summary>
    private bool Write(string? name, DocumentNode node, Shape shape, NodePath path, SourceLocation location)
    {
        if (shape.Kind == ShapeKind.Any)
        {
            return WriteAny(name, node, path, location);
        }

        if (node is ScalarNode { Kind: ScalarKind.Null })
        {
            return false;
        }

        switch (shape.Kind, node)
        {
            case (ShapeKind.Object, MapNode map):
                WriteObject(name, map, shape, path);
                return true;
            case (ShapeKind.Map, MapNode map):
                WriteMap(name, map, shape.Element, path);
                return true;
            case (ShapeKind.List, ListNode list):
                WriteList(name, list, shape.Element, path);
                return true;
            case (ShapeKind.AnyString, not ScalarNode):
                // Argo drops such a value without a word; refusing it would break manifests that run.
                Report(Severity.Warning, DiagnosticCode.WrongType, $"{node.Describe()} counts as the empty string here; write it as quoted JSON", location, path);
                Begin(name);
                writer.WriteStringValue("");
                return true;
            case (ShapeKind.Object or ShapeKind.Map or ShapeKind.List, _):
            case (_, not ScalarNode):
                return Mismatch(node, shape, path, location);
            default:
                return WriteScalar(name, (ScalarNode)node, shape, path, location);
        }
    }

    public void WriteObject(string? name, MapNode map, Shape shape, NodePath path)
    {
        Begin(name);
        writer.WriteStartObject();
        foreach (var entry in map.Entries)
        {
            var field = entry.Key;
            var entryPath = path.Append(field);
            if (!shape.Fields.TryGetValue(field, out var fieldShape))
            {
                field = AcceptUnknown(entry, shape, entryPath);
                if (field is null)
                {
                    continue;
                }

                if (!shape.Fields.TryGetValue(field, out fieldShape))
                {
                    WriteAny(field, entry.Value, entryPath, entry.KeyLocation);
                    continue;
                }
            }

            Write(field, entry.Value, fieldShape, entryPath, entry.KeyLocation);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reports a key that the shape lacks; returns the name under which its value is kept, or null to drop it.</summary>
    private string? AcceptUnknown(MapEntry entry, Shape shape, NodePath path)
    {
        if (RemovedFields.Advice(shape.Name, entry.Key) is { } advice)
        {
            Report(Leniently, DiagnosticCode.RemovedField, $"field \"{path}\" was removed in Argo v4: {advice} (krewe convert rewrites it)", entry.KeyLocation, path);
            return null;
        }

        var sameButCase = shape.Fields.Keys.FirstOrDefault(known => string.Equals(known, entry.Key, StringComparison.OrdinalIgnoreCase));
        var code = sameButCase is null ? DiagnosticCode.UnknownField : DiagnosticCode.FieldCase;
        var word = entry.Word is null ? "" : $" (YAML reads {entry.Word} as a boolean; in quotes it is a word)";
        Report(Leniently, code, $"unknown field \"{path}\"{word}{Suggestion.Text(entry.Word ?? entry.Key, shape.Fields.Keys)}", entry.KeyLocation, path);
        if (strictness == Strictness.Lenient && sameButCase is not null)
        {
            return sameButCase;
        }

        // An untyped object keeps what it does not know: it might be a newer field of Kubernetes.
        return shape.Type is null ? entry.Key : null;
    }

    private void WriteMap(string? name, MapNode map, Shape element, NodePath path)
    {
        Begin(name);
        writer.WriteStartObject();
        foreach (var entry in map.Entries)
        {
            var entryPath = path.Append(entry.Key);
            WarnOfWord(entry.Word, entry.Key, entryPath, entry.KeyLocation);
            if (!Write(entry.Key, entry.Value, element, entryPath, entry.KeyLocation))
            {
                Begin(entry.Key);
                WriteZero(element);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteList(string? name, ListNode list, Shape element, NodePath path)
    {
        Begin(name);
        writer.WriteStartArray();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            if (!Write(null, item, element, path.Append(i), item.Location))
            {
                WriteZero(element);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Go's zero value: what a null element of a list or map becomes; also keeps indexes right after an error.</summary>
    private void WriteZero(Shape shape)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Object or ShapeKind.Map:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case ShapeKind.List:
                writer.WriteStartArray();
                writer.WriteEndArray();
                break;
            case ShapeKind.Boolean:
                writer.WriteBooleanValue(false);
                break;
            case ShapeKind.Int32 or ShapeKind.Int64 or ShapeKind.IntOrString:
                writer.WriteNumberValue(0);
                break;
            case ShapeKind.Time or ShapeKind.Any:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue("");
                break;
        }
    }

    private void Begin(string? name)
    {
        if (name is not null)
        {
            writer.WritePropertyName(name);
        }
    }

    private bool Mismatch(DocumentNode node, Shape shape, NodePath path, SourceLocation location)
    {
        Report(Severity.Error, DiagnosticCode.WrongType, string.Create(CultureInfo.InvariantCulture, $"expected {Expected(shape)}, got {node.Describe()}"), location, path);
        return false;
    }

    private static string Expected(Shape shape) => shape.Kind switch
    {
        ShapeKind.Text => "a string",
        ShapeKind.AnyScalar or ShapeKind.AnyString => "a string, number or boolean",
        ShapeKind.Boolean => "a boolean",
        ShapeKind.Int32 or ShapeKind.Int64 => "a whole number",
        ShapeKind.Time => "an RFC 3339 time",
        ShapeKind.IntOrString => "a whole number or a string",
        ShapeKind.List => "a list",
        ShapeKind.Object => $"a map ({shape.Name})",
        _ => "a map",
    };

    private void Report(Severity severity, DiagnosticCode code, string message, SourceLocation location, NodePath path) =>
        DiagnosticLimit.Add(diagnostics, severity, code, message, location, path);
}
