using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Krewe.Model.Shapes;

/// <summary>
/// Shapes of the model's types, read from the JSON contract <see cref="ModelJson"/>, which is thereby the only list of fields.
/// The fields that pass through as raw JSON get their shapes from <see cref="KubernetesShapes"/>.
/// </summary>
internal static class ModelShapes
{
    // Immutable once made and the same for everyone: a cache of type metadata, not state.
    private static readonly ConcurrentDictionary<Type, Shape> Objects = new();

    public static Shape Of(JsonTypeInfo type) => OfType(type.Type);

    private static Shape OfType(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner switch
        {
            _ when inner == typeof(string) => Shape.Of(ShapeKind.Text),
            _ when inner == typeof(bool) => Shape.Of(ShapeKind.Boolean),
            _ when inner == typeof(int) => Shape.Of(ShapeKind.Int32),
            _ when inner == typeof(long) => Shape.Of(ShapeKind.Int64),
            _ when inner == typeof(DateTimeOffset) => Shape.Of(ShapeKind.Time),
            _ when inner == typeof(IntOrString) => Shape.Of(ShapeKind.IntOrString),
            _ when inner == typeof(JsonElement) => Shape.Any,
            _ => OfContract(inner),
        };
    }

    private static Shape OfContract(Type type)
    {
        var contract = ModelJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in the JSON contract");
        return contract.Kind switch
        {
            JsonTypeInfoKind.Enumerable => Shape.ListOf(() => OfType(contract.ElementType!)),
            JsonTypeInfoKind.Dictionary => Shape.MapOf(() => OfType(contract.ElementType!)),
            JsonTypeInfoKind.Object => Objects.GetOrAdd(type, _ => Shape.ObjectOf(type.Name, type, () => Fields(contract))),
            _ => throw new InvalidOperationException($"{type} has a converter that the shape check does not know"),
        };
    }

    private static Dictionary<string, Shape> Fields(JsonTypeInfo contract) =>
        contract.Properties.ToDictionary(property => property.Name, OfProperty, StringComparer.Ordinal);

    private static Shape OfProperty(JsonPropertyInfo property) => property.CustomConverter switch
    {
        AnyStringConverter when property.DeclaringType == typeof(Parameter) || property.DeclaringType == typeof(ValueFrom) => Shape.Of(ShapeKind.AnyString),
        AnyStringConverter => Shape.Of(ShapeKind.AnyScalar),
        AnyStringListConverter => Shape.ListOf(() => Shape.Of(ShapeKind.AnyScalar)),
        AnyStringMapConverter => Shape.MapOf(() => Shape.Of(ShapeKind.AnyScalar)),
        _ => KubernetesShapes.OfProperty(property.DeclaringType.Name, property.Name) ?? OfType(property.PropertyType),
    };
}
