
namespace Krewe.Model.Shapes;

/// <summary>
/// Shapes of the Kubernetes objects that the model passes through as JSON, so that misspelt keys in them are found too.
/// The tables stand in <c>KubernetesShapes.Tables.cs</c>.
/// </summary>
/// <remarks>
/// Notation of a field: <c>name:type</c>, no type meaning a string. Types: <c>i</c> 32-bit and <c>l</c> 64-bit integer,
/// <c>b</c> boolean, <c>q</c> quantity (any scalar), <c>is</c> integer or string, <c>*</c> anything, <c>[x]</c> list,
/// <c>{x}</c> map with free keys, otherwise the name of another object.
/// </remarks>
internal static partial class KubernetesShapes
{
    private static readonly Dictionary<string, Shape> Objects = Parse(ObjectTable).ToDictionary(
        line => line.Name, line => Shape.ObjectOf(line.Name, null, () => ParseFields(line.Text)), StringComparer.Ordinal);

    private static readonly Dictionary<string, Shape> Properties = Parse(PropertyTable)
        .SelectMany(line => Words(line.Text).Select(word => (Key: $"{line.Name}.{FieldName(word)}", Shape: FieldShape(word))))
        .ToDictionary(entry => entry.Key, entry => entry.Shape, StringComparer.Ordinal);

    /// <summary>Shape of a raw JSON property of the model, or null when the property is typed.</summary>
    public static Shape? OfProperty(string type, string property) => Properties.GetValueOrDefault($"{type}.{property}");

    /// <summary>Names of the properties that have a shape, for the test that none is forgotten.</summary>
    internal static IEnumerable<string> PropertyNames => Properties.Keys;

    /// <summary>Every object, for the test that each name resolves.</summary>
    internal static IEnumerable<Shape> AllObjects => Objects.Values;

    private static IEnumerable<(string Name, string Text)> Parse(string table) =>
        from line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let colon = line.IndexOf('=', StringComparison.Ordinal)
        select (line[..colon].Trim(), line[(colon + 1)..].Trim());

    private static Dictionary<string, Shape> ParseFields(string text) =>
        Words(text).ToDictionary(FieldName, FieldShape, StringComparer.Ordinal);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string FieldName(string word) => word.Split(':')[0];

    private static Shape FieldShape(string word) => word.Split(':') is [_, var type] ? TypeShape(type) : Shape.Of(ShapeKind.Text);

    private static Shape TypeShape(string type) => type switch
    {
        "*" => Shape.Any,
        "s" => Shape.Of(ShapeKind.Text),
        "i" => Shape.Of(ShapeKind.Int32),
        "l" => Shape.Of(ShapeKind.Int64),
        "b" => Shape.Of(ShapeKind.Boolean),
        "q" => Shape.Of(ShapeKind.AnyScalar),
        "is" => Shape.Of(ShapeKind.IntOrString),
        ['[', .. var element, ']'] => Shape.ListOf(() => TypeShape(element)),
        ['{', .. var element, '}'] => Shape.MapOf(() => TypeShape(element)),
        _ => Shape.ObjectOf(type, null, () => Objects[type].Fields),
    };
}
