using System.Text.Json.Nodes;

namespace Krewe.Hosting;

/// <summary>Names an object that the engine keeps, and carries its content.</summary>
/// <param name="Kind">Kind, as manifests write it.</param>
/// <param name="Namespace">Namespace; empty for kinds without one.</param>
/// <param name="Name">Name.</param>
/// <param name="Content">The whole object.</param>
internal sealed record KeptObject(string Kind, string Namespace, string Name, JsonObject Content)
{
    public string? Uid => Content["metadata"]?["uid"]?.GetValue<string>();

    public override string ToString() => Namespace.Length == 0 ? $"{Kind} '{Name}'" : $"{Kind} '{Namespace}/{Name}'";
}
