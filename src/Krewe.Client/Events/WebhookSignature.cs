namespace Krewe.Client;

/// <summary>A webhook whose sender is to be known by how it is signed.</summary>
/// <param name="Namespace">Whose webhook clients.</param>
/// <param name="Headers">Headers of the request, in lower case.</param>
/// <param name="Body">The bytes that are signed.</param>
public sealed record WebhookSignature(string Namespace, IReadOnlyDictionary<string, string> Headers, byte[] Body);
