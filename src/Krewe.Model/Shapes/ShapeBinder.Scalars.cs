using System.Globalization;
using Krewe.Model.Documents;

namespace Krewe.Model.Shapes;

internal sealed partial class ShapeBinder
{
    private bool WriteScalar(string? name, ScalarNode scalar, Shape shape, NodePath path, SourceLocation location)
    {
        if (shape.Kind is ShapeKind.Text or ShapeKind.AnyScalar or ShapeKind.AnyString)
        {
            WarnOfWord(scalar.Word, scalar.Text, path, scalar.Location);
        }

        switch (shape.Kind)
        {
            case ShapeKind.Text when TextOf(scalar) is { } text:
                Begin(name);
                writer.WriteStringValue(text);
                return true;
            case ShapeKind.AnyScalar or ShapeKind.AnyString:
                Begin(name);
                writer.WriteStringValue(scalar.Kind is ScalarKind.Float or ScalarKind.Integer ? GoNumber.AnyString(scalar.Text) : scalar.Text);
                return true;
            case ShapeKind.Boolean when scalar.Kind == ScalarKind.Boolean:
                Begin(name);
                writer.WriteBooleanValue(scalar.Text == "true");
                return true;
            case ShapeKind.Int32 or ShapeKind.Int64 when IsNumber(scalar) && GoNumber.TryInteger(scalar.Text, out var whole):
                return WriteInteger(name, whole, shape, scalar, path, location);
            case ShapeKind.Time when IsTime(scalar, out var time):
                Begin(name);
                writer.WriteStringValue(time);
                return true;
            case ShapeKind.IntOrString when scalar.Kind == ScalarKind.String:
                Begin(name);
                writer.WriteStringValue(scalar.Text);
                return true;
            case ShapeKind.IntOrString when IsNumber(scalar) && GoNumber.TryInteger(scalar.Text, out var whole):
                return WriteInteger(name, whole, shape, scalar, path, location);
            default:
                return Mismatch(scalar, shape, path, location);
        }
    }

    /// <summary>Argo reads it so without a word, and refusing it would break manifests that run; but hardly anybody means it.</summary>
    private void WarnOfWord(string? word, string read, NodePath path, SourceLocation location)
    {
        if (word is not null)
        {
            Report(Severity.Warning, DiagnosticCode.BooleanWord, $"YAML reads {word} as a boolean, so this is \"{read}\"; write it in quotes (\"{word}\") if the word is meant", location, path);
        }
    }

    private bool WriteInteger(string? name, long value, Shape shape, ScalarNode scalar, NodePath path, SourceLocation location)
    {
        if (shape.Kind != ShapeKind.Int64 && value != (int)value)
        {
            Report(Severity.Error, DiagnosticCode.WrongType, $"the number {scalar.Text} does not fit 32 bits", location, path);
            return false;
        }

        Begin(name);
        writer.WriteNumberValue(value);
        return true;
    }

    /// <summary>sigs.k8s.io/yaml turns numbers and booleans that stand in string fields into text; plain JSON does not.</summary>
    private static string? TextOf(ScalarNode scalar) => scalar.Kind switch
    {
        ScalarKind.String => scalar.Text,
        _ when !scalar.IsYaml => null,
        ScalarKind.Float when double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => GoNumber.General(real),
        _ => scalar.Text,
    };

    private static bool IsNumber(ScalarNode scalar) => scalar.Kind is ScalarKind.Integer or ScalarKind.Float;

    private static bool IsTime(ScalarNode scalar, out DateTimeOffset time)
    {
        time = default;
        return scalar.Kind == ScalarKind.String
            && scalar.Text.Length >= 20
            && scalar.Text[10] is 'T' or 't'
            && DateTimeOffset.TryParse(scalar.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>Writes a value as it is.</summary>
    public bool WriteAny(string? name, DocumentNode node, NodePath path, SourceLocation location)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Float, Text: ".inf" or "-.inf" or ".nan" } endless:
                Report(Severity.Error, DiagnosticCode.WrongType, $"{endless.Text} is no JSON number", location, path);
                return false;
            case ScalarNode scalar:
                Begin(name);
                WriteAnyScalar(scalar);
                return true;
            case MapNode map:
                Begin(name);
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    WarnOfWord(entry.Word, entry.Key, path.Append(entry.Key), entry.KeyLocation);
                    WriteAny(entry.Key, entry.Value, path.Append(entry.Key), entry.KeyLocation);
                }

                writer.WriteEndObject();
                return true;
            default:
                Begin(name);
                writer.WriteStartArray();
                var items = ((ListNode)node).Items;
                for (var i = 0; i < items.Count; i++)
                {
                    if (!WriteAny(null, items[i], path.Append(i), items[i].Location))
                    {
                        writer.WriteNullValue();
                    }
                }

                writer.WriteEndArray();
                return true;
        }
    }

    private void WriteAnyScalar(ScalarNode scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Null:
                writer.WriteNullValue();
                break;
            case ScalarKind.Boolean:
                writer.WriteBooleanValue(scalar.Text == "true");
                break;
            case ScalarKind.String:
                writer.WriteStringValue(scalar.Text);
                break;
            default:
                writer.WriteRawValue(scalar.Text);
                break;
        }
    }
}
