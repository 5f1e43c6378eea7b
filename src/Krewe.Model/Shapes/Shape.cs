
namespace Krewe.Model.Shapes;

/// <summary>What a field may hold. Shapes of types refer to each other in circles, so parts are filled in on first use.</summary>
internal sealed class Shape
{
    private static readonly Dictionary<string, Shape> NoFields = [];
    private readonly Lazy<IReadOnlyDictionary<string, Shape>>? _fields;
    private readonly Lazy<Shape>? _element;

    private Shape(ShapeKind kind, string name, Lazy<IReadOnlyDictionary<string, Shape>>? fields = null, Lazy<Shape>? element = null)
    {
        (Kind, Name, _fields, _element) = (kind, name, fields, element);
    }

    public static Shape Any { get; } = new(ShapeKind.Any, "any");

    public ShapeKind Kind { get; }

    /// <summary>Name of an object's type; otherwise of the kind.</summary>
    public string Name { get; }

    /// <summary>The record behind an object of the model; null for the untyped objects of Kubernetes.</summary>
    public Type? Type { get; private init; }

    /// <summary>Fields by JSON name.</summary>
    public IReadOnlyDictionary<string, Shape> Fields => _fields?.Value ?? NoFields;

    public Shape Element => _element?.Value ?? Any;

    public static Shape Of(ShapeKind kind) => kind == ShapeKind.Any ? Any : new Shape(kind, kind.ToString());

    public static Shape ListOf(Func<Shape> element) => new(ShapeKind.List, "list", element: new Lazy<Shape>(element));

    public static Shape MapOf(Func<Shape> element) => new(ShapeKind.Map, "map", element: new Lazy<Shape>(element));

    public static Shape ObjectOf(string name, Type? type, Func<IReadOnlyDictionary<string, Shape>> fields) =>
        new(ShapeKind.Object, name, new Lazy<IReadOnlyDictionary<string, Shape>>(fields)) { Type = type };
}
